import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readStruct } from './thrift.js'
import type { Struct, Value } from './thrift.js'

/** A span as a Jaeger collector is told of it. Ids in hexadecimal, as in `traceparent`. */
export interface CollectedSpan {
  /** The process that reported it. */
  process: string
  traceId: string
  spanId: string
  parentId: string
  name: string
  tags: Record<string, unknown>
}

/** What Jaeger's collector is to those who report: `POST /api/traces`, batches of jaeger.thrift. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = []
  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<TraceCollector> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const collector = new TraceCollector(server, `http://127.0.0.1:${port}/api/traces`)
    server.on('request', (request, response) => {
      void collector.take(request).then(
        () => response.writeHead(202).end(),
        () => response.writeHead(400).end(),
      )
    })
    return collector
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  of(traceId: string): CollectedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId)
  }

  /** A span with what is above it, innermost first. */
  lineOf(span: CollectedSpan): CollectedSpan[] {
    const parent = this.spans.find(({ traceId, spanId }) => traceId === span.traceId && spanId === span.parentId)
    return parent ? [span, ...this.lineOf(parent)] : [span]
  }

  private async take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const batch = readStruct(Buffer.concat(chunks))
    const process = text((batch.get(1) as Struct).get(1))
    for (const span of batch.get(2) as Struct[])
      this.spans.push({
        process,
        traceId: hex(span.get(2)) + hex(span.get(1)),
        spanId: hex(span.get(3)),
        parentId: hex(span.get(4)),
        name: text(span.get(5)),
        tags: Object.fromEntries(((span.get(10) ?? []) as Struct[]).map((tag) => [text(tag.get(1)), valueOf(tag)])),
      })
  }
}

const text = (value: Value | undefined) => (value as Buffer).toString()
const hex = (value: Value | undefined) => (value as bigint).toString(16).padStart(16, '0')

/** The value of a tag lies in the field of its type. */
function valueOf(tag: Struct): unknown {
  const values = [tag.get(3), tag.get(4), tag.get(5), tag.get(6)]
  const value = values[tag.get(2) as number]
  return Buffer.isBuffer(value) ? value.toString() : typeof value === 'bigint' ? Number(value) : value
}

import jaeger from 'jaeger-client'
import { FORMAT_HTTP_HEADERS, Tags } from 'opentracing'
import type { Span, Tracer } from 'opentracing'
import type { HostConfig } from './config.js'
import type { Logger } from './logger.js'

/** Spans of a process. Only sampled requests cost anything: an unsampled one carries no `traceparent`. */
export class Tracing {
  private constructor(
    private readonly tracer: Tracer,
    private readonly sampling: number,
    private readonly closeTracer: () => Promise<void>,
  ) {}

  static create(service: string, config: HostConfig, logger: Logger): Tracing {
    const on = config.TRACE_SAMPLING > 0 && (config.JAEGER_ENDPOINT || config.JAEGER_AGENT_HOST)
    if (!on) return new Tracing(new jaeger.opentracing.Tracer(), 0, async () => undefined)
    const tracer = jaeger.initTracer(
      {
        serviceName: `linkflow-${service}`,
        sampler: { type: 'const', param: 1 },
        reporter: {
          flushIntervalMs: 1000,
          ...(config.JAEGER_ENDPOINT
            ? { collectorEndpoint: config.JAEGER_ENDPOINT }
            : { agentHost: config.JAEGER_AGENT_HOST, agentPort: config.JAEGER_AGENT_PORT }),
        },
      },
      {
        logger: { info: () => undefined, error: (message) => logger.warn({ message }, 'tracing') },
        traceId128bit: true,
      } as Parameters<typeof jaeger.initTracer>[1],
    )
    registerW3c(tracer)
    return new Tracing(tracer, config.TRACE_SAMPLING, () => new Promise((done) => tracer.close(() => done())))
  }

  /** Starts a trace at the edge, or joins the caller's; undefined when this request is not sampled. */
  root(name: string, traceparent: string | undefined): Span | undefined {
    if (this.sampling === 0) return undefined
    if (traceparent !== undefined) return this.child(name, traceparent)
    return Math.random() < this.sampling ? this.tracer.startSpan(name) : undefined
  }

  /** A span below the one named by `traceparent`; undefined when that one is not sampled. */
  child(name: string, traceparent: string | undefined, tags: Record<string, unknown> = {}): Span | undefined {
    if (this.sampling === 0 || !traceparent?.endsWith('01')) return undefined
    const parent = this.tracer.extract(FORMAT_HTTP_HEADERS, { traceparent })
    return parent ? this.tracer.startSpan(name, { childOf: parent, tags }) : undefined
  }

  /** The `traceparent` by which others join a span. */
  headerOf(span: Span | undefined): string | undefined {
    if (!span) return undefined
    const carrier: Record<string, string> = {}
    this.tracer.inject(span, FORMAT_HTTP_HEADERS, carrier)
    return carrier.traceparent
  }

  /** Runs `fn` inside a child span, marked when it fails. */
  async within<T>(
    name: string,
    traceparent: string | undefined,
    tags: Record<string, unknown>,
    fn: (traceparent: string | undefined) => Promise<T>,
  ): Promise<T> {
    const span = this.child(name, traceparent, tags)
    if (!span) return fn(traceparent)
    try {
      return await fn(this.headerOf(span))
    } catch (error) {
      span.setTag(Tags.ERROR, true)
      throw error
    } finally {
      span.finish()
    }
  }

  /** Sends what is still held back. */
  close(): Promise<void> {
    return this.closeTracer()
  }
}

interface JaegerContext {
  toTraceId(): string
  traceIdStr: string
  spanIdStr: string
  isSampled(): boolean
}

/** Jaeger's own header replaced by W3C Trace Context, level 1. */
function registerW3c(tracer: jaeger.JaegerTracer): void {
  const { SpanContext } = jaeger as unknown as { SpanContext: { fromString(text: string): unknown } }
  const codec = {
    inject(context: JaegerContext, carrier: Record<string, string>) {
      const flag = context.isSampled() ? '01' : '00'
      carrier.traceparent = `00-${context.traceIdStr.padStart(32, '0')}-${context.spanIdStr.padStart(16, '0')}-${flag}`
    },
    extract(carrier: Record<string, string>) {
      const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0([01])$/.exec(carrier.traceparent ?? '')
      return match ? SpanContext.fromString(`${match[1]}:${match[2]}:0:${match[3]}`) : null
    },
  }
  const registry = tracer as unknown as {
    registerInjector(format: string, injector: typeof codec): void
    registerExtractor(format: string, extractor: typeof codec): void
  }
  registry.registerInjector(FORMAT_HTTP_HEADERS, codec)
  registry.registerExtractor(FORMAT_HTTP_HEADERS, codec)
}

import { Problem } from '@linkflow/kernel'
import jaeger from 'jaeger-client'
import { FORMAT_HTTP_HEADERS, Tags } from 'opentracing'
import type { Span, Tracer } from 'opentracing'
import type { HostConfig } from './config.js'
import type { Logger } from './logger.js'
import { formatTraceparent, parseTraceparent } from './traceparent.js'

/** What a span is a part of, in OpenTracing's words. */
export type SpanKind = 'client' | 'server' | 'producer' | 'consumer'

export interface SpanOptions {
  kind: SpanKind
  /** The service that does the work of the span. */
  component: string
  tags?: Record<string, unknown>
}

/** Adds what is learnt while a span lasts. */
export type SetTag = (name: string, value: string | number) => void
const noTag: SetTag = () => undefined

export type TracingConfig = Pick<
  HostConfig,
  'TRACE_SAMPLING' | 'JAEGER_ENDPOINT' | 'JAEGER_AGENT_HOST' | 'JAEGER_AGENT_PORT'
>

/** Spans of a process. Only sampled requests cost anything: an unsampled one carries no `traceparent`. */
export class Tracing {
  private constructor(
    private readonly tracer: Tracer,
    private readonly sampling: number,
    private readonly closeTracer: () => Promise<void>,
  ) {}

  /** Off unless the configuration names a collector or an agent. `service` names the process in the traces. */
  static create(service: string, config: TracingConfig, logger: Logger): Tracing {
    const on = config.TRACE_SAMPLING > 0 && (config.JAEGER_ENDPOINT || config.JAEGER_AGENT_HOST)
    if (!on) return new Tracing(new jaeger.opentracing.Tracer(), 0, async () => undefined)
    const tracer = jaeger.initTracer(
      {
        serviceName: `linkflow-${service}`,
        // Who is traced is decided at the edge, by us.
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
  root(name: string, traceparent: string | undefined, component = 'gateway'): Span | undefined {
    if (this.sampling === 0) return undefined
    const options: SpanOptions = { kind: 'server', component }
    // What is no traceparent is ignored, as the standard demands: the trace begins here.
    if (parseTraceparent(traceparent)) return this.child(name, traceparent, options)
    return Math.random() < this.sampling ? this.tracer.startSpan(name, { tags: tagsOf(options) }) : undefined
  }

  /** A span below the one named by `traceparent`; undefined when that one is not sampled. */
  child(name: string, traceparent: string | undefined, options: SpanOptions): Span | undefined {
    if (this.sampling === 0 || !parseTraceparent(traceparent)?.sampled) return undefined
    const parent = this.tracer.extract(FORMAT_HTTP_HEADERS, { traceparent })
    return parent ? this.tracer.startSpan(name, { childOf: parent, tags: tagsOf(options) }) : undefined
  }

  /** The `traceparent` by which others join a span. */
  headerOf(span: Span | undefined): string | undefined {
    if (!span) return undefined
    const carrier: Record<string, string> = {}
    this.tracer.inject(span, FORMAT_HTTP_HEADERS, carrier)
    return carrier.traceparent
  }

  /** Runs `fn` inside a child span, marked when it fails; `fn` is given what those it calls should carry. */
  async within<T>(
    name: string,
    traceparent: string | undefined,
    options: SpanOptions,
    fn: (traceparent: string | undefined, setTag: SetTag) => Promise<T>,
  ): Promise<T> {
    const span = this.child(name, traceparent, options)
    if (!span) return fn(traceparent, noTag)
    try {
      return await fn(this.headerOf(span), (name, value) => void span.setTag(name, value))
    } catch (error) {
      span.setTag(Tags.ERROR, true)
      // The code alone: texts may hold what a user sent.
      span.log({ event: 'error', 'error.kind': error instanceof Problem ? error.code : 'service/internal-error' })
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

/** `<service>/<name>` of a subject such as `req.<service>.<name>.v1`: the same for every workspace and call. */
export function operationOf(subject: string): string {
  const [, service, name] = subject.split('.')
  return `${service}/${name}`
}

function tagsOf({ kind, component, tags }: SpanOptions): Record<string, unknown> {
  return { [Tags.SPAN_KIND]: kind, [Tags.COMPONENT]: component, ...tags }
}

interface JaegerContext {
  traceIdStr: string
  spanIdStr: string
  isSampled(): boolean
}

/** Jaeger's own header replaced by W3C Trace Context, level 1. */
function registerW3c(tracer: jaeger.JaegerTracer): void {
  const { SpanContext } = jaeger as unknown as { SpanContext: { fromString(text: string): unknown } }
  const codec = {
    inject(context: JaegerContext, carrier: Record<string, string>) {
      const { traceIdStr: traceId, spanIdStr: spanId } = context
      carrier.traceparent = formatTraceparent({ traceId, spanId, sampled: context.isSampled() })
    },
    extract(carrier: Record<string, string>) {
      const parent = parseTraceparent(carrier.traceparent)
      return parent ? SpanContext.fromString(`${parent.traceId}:${parent.spanId}:0:${Number(parent.sampled)}`) : null
    },
  }
  const registry = tracer as unknown as {
    registerInjector(format: string, injector: typeof codec): void
    registerExtractor(format: string, extractor: typeof codec): void
  }
  registry.registerInjector(FORMAT_HTTP_HEADERS, codec)
  registry.registerExtractor(FORMAT_HTTP_HEADERS, codec)
}

import { metric } from '@linkflow/service'
import type { Logger, Tracing } from '@linkflow/service'
import type { FastifyInstance } from 'fastify'
import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { clientAddress } from './client-address.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route as metrics and traces name it. */
    route?: string
  }
  interface FastifyRequest {
    /** Address of the client, by the proxies we trust. */
    address: string
    span: ReturnType<Tracing['root']>
    /** What calls that this request causes carry; undefined when it is not sampled. */
    traceparent: string | undefined
    traceId: string | undefined
  }
}

export interface ObserveOptions {
  registry: Registry
  tracing: Tracing
  logger: Logger
  /** Proxies in front. */
  proxies: number
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Measures and traces every request of the instance, and logs it at debug level. */
export function observe(instance: FastifyInstance, { registry, tracing, logger, proxies }: ObserveOptions): void {
  const record = recorder(registry)
  const logs = logger.isLevelEnabled('debug')
  instance.decorateRequest('address', '')
  instance.decorateRequest('span', undefined)
  instance.decorateRequest('traceparent', undefined)
  instance.decorateRequest('traceId', undefined)

  instance.addHook('onRequest', (request, _reply, done) => {
    request.address = clientAddress(request.raw, proxies)
    const { route } = request.routeOptions.config
    if (route !== undefined) startSpan(route)
    done()

    function startSpan(name: string) {
      const span = tracing.root(name, request.headers.traceparent as string | undefined)
      if (!span) return
      request.span = span
      request.traceparent = tracing.headerOf(span)
      request.traceId = request.traceparent?.split('-')[1]
    }
  })

  instance.addHook('onResponse', (request, reply, done) => {
    const { method, span } = request
    const route = request.routeOptions.config.route ?? request.routeOptions.url ?? 'none'
    record(route, method, reply.statusCode)(reply.elapsedTime / 1000)
    span?.addTags({ 'http.method': method, 'http.route': route, 'http.status_code': reply.statusCode })
    if (reply.statusCode >= 500) span?.setTag('error', true)
    span?.finish()
    if (logs)
      logger.debug({ requestId: request.id, method, route, status: reply.statusCode, ms: reply.elapsedTime }, 'request')
    done()
  })
}

/** Finds the series of a request; each is resolved once. */
function recorder(registry: Registry): (route: string, method: string, status: number) => (seconds: number) => void {
  const histogram = metric(
    registry,
    'http_server_request_duration_seconds',
    (name) =>
      new Histogram({
        name,
        help: 'Time from the arrival of an HTTP request to its answer.',
        labelNames: ['route', 'method', 'status_class'],
        buckets: SECONDS,
        registers: [registry],
      }),
  )
  const series = new Map<string, (seconds: number) => void>()
  return (route, method, status) => {
    const key = `${method} ${route} ${Math.floor(status / 100)}`
    let observeSeconds = series.get(key)
    if (!observeSeconds) {
      const labelled = histogram.labels({ route, method, status_class: `${Math.floor(status / 100)}xx` })
      observeSeconds = (seconds) => labelled.observe(seconds)
      series.set(key, observeSeconds)
    }
    return observeSeconds
  }
}

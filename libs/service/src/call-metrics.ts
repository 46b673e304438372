import type { RequestContract } from '@linkflow/contracts'
import { Counter, Histogram } from 'prom-client'
import type { Registry } from 'prom-client'

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Rate, errors and duration of every contract a process serves. */
export class CallMetrics {
  private readonly duration: Histogram<'service' | 'contract'>
  private readonly calls: Counter<'service' | 'contract' | 'code'>

  constructor(registry: Registry) {
    this.duration = metric(
      registry,
      'linkflow_request_duration_seconds',
      (name) =>
        new Histogram({
          name,
          help: 'Time from the arrival of a request to its answer.',
          labelNames: ['service', 'contract'],
          buckets: SECONDS,
          registers: [registry],
        }),
    )
    this.calls = metric(
      registry,
      'linkflow_requests_total',
      (name) =>
        new Counter({
          name,
          help: 'Requests answered, by the code of their problem or "ok".',
          labelNames: ['service', 'contract', 'code'],
          registers: [registry],
        }),
    )
  }

  /** The recorder of one contract: labels are resolved once, not per request. */
  served(contract: RequestContract): (code: string, ms: number) => void {
    const labels = { service: contract.service, contract: contract.name }
    const duration = this.duration.labels(labels)
    const ok = this.calls.labels({ ...labels, code: 'ok' })
    return (code, ms) => {
      duration.observe(ms / 1000)
      if (code === 'ok') ok.inc()
      else this.calls.inc({ ...labels, code })
    }
  }
}

/** The metric of that name in the registry, made at the first call: services of one process share it. */
export function metric<M>(registry: Registry, name: string, create: (name: string) => M): M {
  return (registry.getSingleMetric(name) as M | undefined) ?? create(name)
}

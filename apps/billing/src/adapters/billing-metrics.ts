import { Inject, Injectable } from '@nestjs/common'
import { HOST, metric } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { Counter, Histogram } from 'prom-client'

/** What billing tells Prometheus. No workspace is a label: there may be any number of them. */
@Injectable()
export class BillingMetrics {
  private readonly calls: Counter<'operation' | 'outcome'>
  private readonly events: Counter<'type' | 'outcome'>
  private readonly lag: Histogram

  constructor(@Inject(HOST) { registry }: Host) {
    const registers = [registry]
    this.calls = metric(
      registry,
      'linkflow_stripe_calls_total',
      (name) =>
        new Counter({ name, help: 'Calls to Stripe.', labelNames: ['operation', 'outcome'] as const, registers }),
    )
    this.events = metric(
      registry,
      'linkflow_stripe_events_total',
      (name) => new Counter({ name, help: 'Events from Stripe.', labelNames: ['type', 'outcome'] as const, registers }),
    )
    this.lag = metric(
      registry,
      'linkflow_billing_usage_lag_seconds',
      (name) =>
        new Histogram({
          name,
          help: 'Time from the end of an execution until it is counted.',
          buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600, 3600],
          registers,
        }),
    )
  }

  called(operation: string, outcome: 'ok' | 'refused' | 'unavailable'): void {
    this.calls.inc({ operation, outcome })
  }

  heard(type: string, outcome: 'applied' | 'ignored' | 'repeated' | 'invalid'): void {
    this.events.inc({ type, outcome })
  }

  counted(lagMs: number): void {
    this.lag.observe(Math.max(0, lagMs) / 1000)
  }
}

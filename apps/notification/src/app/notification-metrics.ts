import { Inject, Injectable } from '@nestjs/common'
import { HOST, metric } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { Counter, Gauge } from 'prom-client'
import type { Outcome } from '../domain/outgoing-message.js'

/** What the service tells Prometheus. */
@Injectable()
export class NotificationMetrics {
  private readonly messages: Counter<'channel' | 'provider' | 'outcome'>
  private readonly retries: Counter<'channel'>
  private readonly depth: Gauge
  private readonly age: Gauge

  constructor(@Inject(HOST) { registry }: Host) {
    const registers = [registry]
    this.messages = metric(
      registry,
      'linkflow_notification_messages_total',
      (name) =>
        new Counter({
          name,
          help: 'Attempts to deliver a message, by what became of them.',
          labelNames: ['channel', 'provider', 'outcome'],
          registers,
        }),
    )
    this.retries = metric(
      registry,
      'linkflow_notification_retries_total',
      (name) => new Counter({ name, help: 'Messages put back to be tried again.', labelNames: ['channel'], registers }),
    )
    this.depth = metric(
      registry,
      'linkflow_notification_queue_depth',
      (name) => new Gauge({ name, help: 'Messages that wait to be sent.', registers }),
    )
    this.age = metric(
      registry,
      'linkflow_notification_queue_age_seconds',
      (name) => new Gauge({ name, help: 'For how long the oldest message is overdue.', registers }),
    )
  }

  attempted(channel: string, outcome: Outcome): void {
    const provider = 'provider' in outcome ? outcome.provider : 'none'
    const word = outcome.kind === 'failed' ? (outcome.permanent ? 'refused' : 'failed') : outcome.kind
    this.messages.inc({ channel, provider, outcome: word })
  }

  retried(channel: string): void {
    this.retries.inc({ channel })
  }

  queued(depth: number, ageMs: number): void {
    this.depth.set(depth)
    this.age.set(ageMs / 1000)
  }
}

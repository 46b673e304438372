import { Inject, Injectable } from '@nestjs/common'
import { HOST, metric } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { Counter, Gauge, Histogram } from 'prom-client'

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600]

/** What the engine tells Prometheus. No workspace is a label: there may be any number of them. */
@Injectable()
export class ExecutionMetrics {
  private readonly batchSize: Histogram<'kind'>
  private readonly commitTime: Histogram<'kind'>
  private readonly accepted: Counter<'trigger'>
  private readonly finished: Counter<'status'>
  private readonly duration: Histogram<'status'>
  private readonly nodes: Counter<'type' | 'status'>
  private readonly takenOver: Counter
  private readonly quota: Counter<'outcome'>
  private readonly queue: Gauge
  private readonly queueAge: Gauge
  private readonly slots: Gauge

  constructor(@Inject(HOST) { registry }: Host) {
    const registers = [registry]
    this.batchSize = metric(
      registry,
      'linkflow_execution_batch_size',
      (name) =>
        new Histogram({
          name,
          help: 'Executions in one commit.',
          labelNames: ['kind'],
          buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
          registers,
        }),
    )
    this.commitTime = metric(
      registry,
      'linkflow_execution_commit_seconds',
      (name) =>
        new Histogram({
          name,
          help: 'Time of one commit of the batch writer.',
          labelNames: ['kind'],
          buckets: SECONDS,
          registers,
        }),
    )
    this.accepted = metric(
      registry,
      'linkflow_executions_accepted_total',
      (name) => new Counter({ name, help: 'Executions accepted.', labelNames: ['trigger'], registers }),
    )
    this.finished = metric(
      registry,
      'linkflow_executions_finished_total',
      (name) => new Counter({ name, help: 'Executions finished.', labelNames: ['status'], registers }),
    )
    this.duration = metric(
      registry,
      'linkflow_execution_duration_seconds',
      (name) =>
        new Histogram({
          name,
          help: 'Time from acceptance to the end.',
          labelNames: ['status'],
          buckets: SECONDS,
          registers,
        }),
    )
    this.nodes = metric(
      registry,
      'linkflow_node_executions_total',
      (name) => new Counter({ name, help: 'Node executions recorded.', labelNames: ['type', 'status'], registers }),
    )
    this.takenOver = metric(
      registry,
      'linkflow_execution_takeovers_total',
      (name) => new Counter({ name, help: 'Executions taken over from a process that is gone.', registers }),
    )
    this.quota = metric(
      registry,
      'linkflow_execution_quota_total',
      (name) =>
        new Counter({
          name,
          help: 'Acceptances that a quota refused, and answers that billing did not give.',
          labelNames: ['outcome'],
          registers,
        }),
    )
    this.queue = metric(
      registry,
      'linkflow_execution_queue_depth',
      (name) => new Gauge({ name, help: 'Executions that wait for a worker.', registers }),
    )
    this.queueAge = metric(
      registry,
      'linkflow_execution_queue_age_seconds',
      (name) => new Gauge({ name, help: 'How long the oldest queued execution has waited.', registers }),
    )
    this.slots = metric(
      registry,
      'linkflow_execution_slots_used',
      (name) => new Gauge({ name, help: 'Workers of this process that run something.', registers }),
    )
  }

  committed(kind: 'accept' | 'checkpoint', size: number, ms: number): void {
    this.batchSize.observe({ kind }, size)
    this.commitTime.observe({ kind }, ms / 1000)
  }

  acceptedOne(trigger: string): void {
    this.accepted.inc({ trigger })
  }

  finishedOne(status: string, ms: number): void {
    this.finished.inc({ status })
    this.duration.observe({ status }, ms / 1000)
  }

  nodeDone(type: string, status: string): void {
    this.nodes.inc({ type, status })
  }

  tookOver(count: number): void {
    this.takenOver.inc(count)
  }

  quotaRefused(): void {
    this.quota.inc({ outcome: 'refused' })
  }

  quotaUnknown(): void {
    this.quota.inc({ outcome: 'unknown' })
  }

  queued(depth: number, oldestMs: number): void {
    this.queue.set(depth)
    this.queueAge.set(oldestMs / 1000)
  }

  slotsUsed(count: number): void {
    this.slots.set(count)
  }
}

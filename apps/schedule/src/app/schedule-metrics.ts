import { Inject, Injectable } from '@nestjs/common'
import { HOST, metric } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { Counter, Histogram } from 'prom-client'

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600]

/** What the schedules tell Prometheus. No workspace is a label: there may be any number of them. */
@Injectable()
export class ScheduleMetrics {
  private readonly lateness: Histogram
  private readonly fires: Counter<'kind' | 'outcome'>

  constructor(@Inject(HOST) { registry }: Host) {
    const registers = [registry]
    this.lateness = metric(
      registry,
      'linkflow_schedule_lateness_seconds',
      (name) =>
        new Histogram({
          name,
          help: 'Time from when a fire was due to when its execution was accepted.',
          buckets: SECONDS,
          registers,
        }),
    )
    this.fires = metric(
      registry,
      'linkflow_schedule_fires_total',
      (name) =>
        new Counter({ name, help: 'Fires, by what became of them.', labelNames: ['kind', 'outcome'], registers }),
    )
  }

  late(ms: number): void {
    this.lateness.observe(Math.max(0, ms) / 1000)
  }

  settled(kind: string, outcome: string, count = 1): void {
    this.fires.inc({ kind, outcome }, count)
  }
}

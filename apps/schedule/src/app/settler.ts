import { Inject, Injectable } from '@nestjs/common'
import { FireStore } from '../adapters/postgres/fire-store.js'
import type { Settlement } from '../adapters/postgres/fire-store.js'
import { ScheduleMetrics } from './schedule-metrics.js'

const BATCH = 500

interface Waiting {
  settlement: Settlement
  done: () => void
  fail: (error: unknown) => void
}

/** Writes how fires ended. What comes while a commit is in flight goes into the next one. */
@Injectable()
export class Settler {
  private waiting: Waiting[] = []
  private writing = false

  constructor(
    @Inject(FireStore) private readonly store: FireStore,
    @Inject(ScheduleMetrics) private readonly metrics: ScheduleMetrics,
  ) {}

  /** Resolves after the commit. */
  settle(settlement: Settlement): Promise<void> {
    const settled = new Promise<void>((done, fail) => {
      this.waiting.push({ settlement, done, fail })
    })
    if (!this.writing) void this.writeAll()
    return settled
  }

  private async writeAll(): Promise<void> {
    this.writing = true
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, BATCH))
    this.writing = false
  }

  private async write(batch: Waiting[]): Promise<void> {
    try {
      await this.store.settle(batch.map(({ settlement }) => settlement))
      for (const { settlement, done } of batch) {
        this.metrics.settled(settlement.fire.kind, settlement.outcome)
        done()
      }
    } catch (error) {
      for (const { fail } of batch) fail(error)
    }
  }
}

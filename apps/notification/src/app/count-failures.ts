import { Inject, Injectable } from '@nestjs/common'
import { ExecutionsFinished } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK, CONFIG, Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { FailureStore } from '../adapters/postgres/failure-store.js'
import type { NotificationConfig } from '../config.js'
import { byWorkflow } from '../domain/failure-group.js'

const FAILED: readonly string[] = ['failed', 'timed-out']

/** Only counts: whom to tell is asked later, outside the transaction that remembers the event. */
@Listens(ExecutionsFinished, 'count-failures')
@Injectable()
export class CountFailures {
  constructor(
    @Inject(FailureStore) private readonly store: FailureStore,
    @Inject(CONFIG) private readonly config: NotificationConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async on({ executions }: EventData<typeof ExecutionsFinished>, _info: EventInfo, tx: Transaction): Promise<void> {
    const failures = executions
      .filter(({ status }) => FAILED.includes(status))
      .map(({ executionId, workflowId, status, errorCode, finishedAt }) => ({
        ...{ executionId, workflowId, finishedAt },
        errorCode: errorCode ?? `execution/${status}`,
      }))
    const time = { now: this.clock.now(), windowMs: this.config.LINKFLOW_NOTIFICATION_WINDOW_MS }
    // In one order everywhere: two events that lock the same workflows must not wait for each other.
    const groups = [...byWorkflow(failures)].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [, group] of groups) await this.store.count(tx, group, time)
  }
}

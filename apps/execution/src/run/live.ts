import { Inject, Injectable } from '@nestjs/common'
import type { ExecutionEvents } from '@linkflow/contracts'
import { liveSubject } from '@linkflow/contracts'
import { Messaging } from '@linkflow/messaging'
import type { Execution } from '../domain/execution.js'
import type { HistoryRow } from '../domain/history.js'
import { finishedEvent, rowEvents, startedEvent } from '../domain/live-events.js'

/** Tells live readers what was committed. A reader that misses something reads the history. */
@Injectable()
export class Live {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  publish(execution: Execution, rows: readonly HistoryRow[], began: boolean): void {
    const subject = liveSubject(execution.workspaceId, execution.id)
    this.messaging.publishLive(subject, (): ExecutionEvents => {
      const events = rowEvents(execution, rows)
      if (began) events.unshift(startedEvent(execution))
      const end = finishedEvent(execution)
      return { events: end ? [...events, end] : events }
    })
  }
}

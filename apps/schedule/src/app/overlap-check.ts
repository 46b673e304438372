import { Inject, Injectable } from '@nestjs/common'
import { FindUnfinished } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { FireStore } from '../adapters/postgres/fire-store.js'
import type { OpenFire } from '../adapters/postgres/fire-store.js'
import type { TakenFire } from '../domain/fire.js'

/** Fires of one schedule that may wait for each other. */
const MOST_WAITING = 100

/** What a fire does about earlier ones that have not come to their end; `ahead` of them are still to be started. */
export type Verdict = { kind: 'start' } | { kind: 'wait'; ahead: number } | { kind: 'skip'; reason: string }

/** Asks whether the executions of earlier fires still run, and lets the overlap policy decide. */
@Injectable()
export class OverlapCheck {
  constructor(
    @Inject(FireStore) private readonly store: FireStore,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  async decide(fire: TakenFire, ctx: RequestContext): Promise<Verdict> {
    const open = await this.store.openBefore(fire, MOST_WAITING + 1)
    const ahead = open.filter(({ executionId }) => executionId === undefined).length
    switch (fire.overlap) {
      case 'allow':
        return { kind: 'start' }
      case 'skip': {
        const busy = ahead > 0 || (await this.unfinished(open, ctx)).length > 0
        return busy ? { kind: 'skip', reason: 'schedule/overlap' } : { kind: 'start' }
      }
      case 'queue':
        if (fire.off && fire.kind === 'scheduled') return { kind: 'skip', reason: 'schedule/paused' }
        if (open.length > MOST_WAITING) return { kind: 'skip', reason: 'schedule/queue-full' }
        if (ahead > 0 || (await this.unfinished(open, ctx)).length > 0) return { kind: 'wait', ahead }
        return { kind: 'start' }
      case 'cancel-previous':
        if (ahead > 0) return { kind: 'wait', ahead }
        await this.unfinished(open, ctx, true)
        return { kind: 'start' }
    }
  }

  private async unfinished(open: readonly OpenFire[], ctx: RequestContext, cancel = false): Promise<OpenFire[]> {
    const started = open.filter((fire): fire is Required<OpenFire> => fire.executionId !== undefined).slice(0, 100)
    if (started.length === 0) return []
    const executionIds = started.map(({ executionId }) => executionId)
    const { unfinished } = await this.messaging.call(FindUnfinished, { executionIds, cancel }, ctx)
    const running = new Set(unfinished)
    await this.store.close(started.filter(({ executionId }) => !running.has(executionId)))
    return started.filter(({ executionId }) => running.has(executionId))
  }
}

import { Inject } from '@nestjs/common'
import { CheckSession } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { SessionStore } from '../adapters/postgres/session-store.js'

@Handles(CheckSession)
export class CheckSessionHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ sessionId }: Input<typeof CheckSession>): Promise<Output<typeof CheckSession>> {
    return { active: await this.sessions.isActive(sessionId, this.clock.now()) }
  }
}

import { Inject } from '@nestjs/common'
import { LogoutEverywhere } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { SessionStore } from '../adapters/postgres/session-store.js'
import { sessionOf } from '../domain/session-of.js'

@Handles(LogoutEverywhere)
export class LogoutEverywhereHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(_: Input<typeof LogoutEverywhere>, ctx: RequestContext): Promise<Output<typeof LogoutEverywhere>> {
    await this.sessions.endAll(sessionOf(ctx).userId, this.clock.now())
    return {}
  }
}

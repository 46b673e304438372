import { Inject } from '@nestjs/common'
import { Logout } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { SessionStore } from '../adapters/postgres/session-store.js'
import { sessionOf } from '../domain/session-of.js'

@Handles(Logout)
export class LogoutHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(_: Input<typeof Logout>, ctx: RequestContext): Promise<Output<typeof Logout>> {
    await this.sessions.end(sessionOf(ctx), this.clock.now())
    return {}
  }
}

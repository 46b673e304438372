import { Inject } from '@nestjs/common'
import { Logout, SessionRequired } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { SessionStore } from '../adapters/postgres/session-store.js'

@Handles(Logout)
export class LogoutHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(_: Input<typeof Logout>, { principal }: RequestContext): Promise<Output<typeof Logout>> {
    if (principal.kind !== 'user') throw SessionRequired()
    await this.sessions.end({ id: principal.sessionId, userId: principal.id }, this.clock.now())
    return {}
  }
}

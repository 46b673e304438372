import { Inject } from '@nestjs/common'
import { RevokeSession, SessionNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { SessionStore } from '../adapters/postgres/session-store.js'
import { sessionOf } from '../domain/session-of.js'

@Handles(RevokeSession)
export class RevokeSessionHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { sessionId: id }: Input<typeof RevokeSession>,
    ctx: RequestContext,
  ): Promise<Output<typeof RevokeSession>> {
    const { userId } = sessionOf(ctx)
    if (!(await this.sessions.end({ id, userId }, this.clock.now()))) throw SessionNotFound()
    return {}
  }
}

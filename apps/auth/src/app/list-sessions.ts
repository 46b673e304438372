import { Inject } from '@nestjs/common'
import { ListSessions } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { SessionStore } from '../adapters/postgres/session-store.js'
import { sessionOf } from '../domain/session-of.js'

@Handles(ListSessions)
export class ListSessionsHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(_: Input<typeof ListSessions>, ctx: RequestContext): Promise<Output<typeof ListSessions>> {
    const { id: own, userId } = sessionOf(ctx)
    const sessions = await this.sessions.list(userId, this.clock.now())
    return {
      items: sessions.map(({ id, createdAt, usedAt, ip, userAgent }) => ({
        id,
        current: id === own,
        createdAt: createdAt.toISOString(),
        lastUsedAt: usedAt.toISOString(),
        ip,
        userAgent,
      })),
    }
  }
}

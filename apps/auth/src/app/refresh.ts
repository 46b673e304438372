import { Inject } from '@nestjs/common'
import { Refresh, RefreshTokenInvalid } from '@linkflow/contracts'
import type { Input, Tokens } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { ACCESS_TOKEN_SECONDS, AccessTokens } from '../adapters/access-tokens.js'
import { SessionStore } from '../adapters/postgres/session-store.js'
import { createRefreshToken, readRefreshToken } from '../domain/refresh-token.js'

@Handles(Refresh)
export class RefreshHandler {
  constructor(
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ refreshToken }: Input<typeof Refresh>): Promise<Tokens> {
    const presented = readRefreshToken(refreshToken)
    if (!presented) throw RefreshTokenInvalid()
    const successor = createRefreshToken(refreshToken)
    const session = await this.sessions.rotate(presented, successor.hashes, this.clock.now())
    if (!session) throw RefreshTokenInvalid()
    return {
      accessToken: await this.tokens.issue(session.userId, session.id),
      refreshToken: successor.token,
      expiresIn: ACCESS_TOKEN_SECONDS,
    }
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { CredentialsWrong, ResolveMembership, WorkspaceNotFound } from '@linkflow/contracts'
import type { Output, SignedIn } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK } from '@linkflow/service'
import { ACCESS_TOKEN_SECONDS, AccessTokens } from '../adapters/access-tokens.js'
import { SessionStore } from '../adapters/postgres/session-store.js'
import { createRefreshToken } from '../domain/refresh-token.js'
import { viewUser } from '../domain/user.js'
import type { User } from '../domain/user.js'
import { CompleteRegistration } from './complete-registration.js'

/** What follows when somebody has proven who they are. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(CompleteRegistration) private readonly registration: CompleteRegistration,
    @Inject(SessionStore) private readonly sessions: SessionStore,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Starts a session; completes a registration that was interrupted before the workspace was made.
   *
   * @throws CredentialsWrong when the password was changed meanwhile
   */
  async as(user: User, ctx: RequestContext): Promise<SignedIn> {
    if (user.state === 'pending') await this.registration.of(user, ctx)
    const membership = await this.membershipOf(user, ctx)
    const { token, hashes } = createRefreshToken()
    const session = await this.sessions.start(user, hashes, this.clock.now(), ctx.client)
    if (!session) throw CredentialsWrong()
    return {
      accessToken: await this.tokens.issue(user.id, session.id),
      refreshToken: token,
      expiresIn: ACCESS_TOKEN_SECONDS,
      user: viewUser(user),
      workspace: { id: membership.workspaceId, name: membership.name },
    }
  }

  /** Whoever lost the last workspace they belonged to gets a new one: without any there is nothing to do. */
  private async membershipOf(user: User, ctx: RequestContext): Promise<Output<typeof ResolveMembership>> {
    try {
      return await this.messaging.call(ResolveMembership, { userId: user.id }, ctx)
    } catch (error) {
      if (!WorkspaceNotFound.is(error)) throw error
      await this.registration.of({ ...user, firstWorkspaceId: newId() }, ctx)
      return this.messaging.call(ResolveMembership, { userId: user.id }, ctx)
    }
  }
}

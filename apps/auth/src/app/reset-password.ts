import { Inject } from '@nestjs/common'
import { LinkInvalid, PasswordWeak, ResetPassword } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { PasswordHasher } from '../adapters/password-hasher.js'
import { MailedTokenStore } from '../adapters/postgres/mailed-token-store.js'
import { UserStore } from '../adapters/postgres/user-store.js'
import { hashMailedToken } from '../domain/mailed-token.js'
import { passwordWeakness } from '../domain/password-weakness.js'
import { AccountAlert } from './account-alert.js'

@Handles(ResetPassword)
export class ResetPasswordHandler {
  constructor(
    @Inject(MailedTokenStore) private readonly tokens: MailedTokenStore,
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(AccountAlert) private readonly alert: AccountAlert,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A password that is too weak leaves the token for a better one. */
  async handle(
    { token, password }: Input<typeof ResetPassword>,
    ctx: RequestContext,
  ): Promise<Output<typeof ResetPassword>> {
    const now = this.clock.now()
    const hash = hashMailedToken(token)
    const userId = await this.tokens.findUserId('reset-password', hash, now)
    const user = userId === undefined ? undefined : await this.users.findById(userId)
    if (!user) throw LinkInvalid()
    const reason = passwordWeakness(password, user)
    if (reason !== undefined) throw PasswordWeak({ reason })
    if (!(await this.tokens.resetPassword(hash, await this.hasher.hash(password), now))) throw LinkInvalid()
    this.alert.tell(user, 'Your password was reset', ctx)
    return {}
  }
}

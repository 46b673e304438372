import { Inject } from '@nestjs/common'
import { ChangePassword, PasswordWeak, PasswordWrong } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { PasswordHasher } from '../adapters/password-hasher.js'
import { UserStore } from '../adapters/postgres/user-store.js'
import { passwordWeakness } from '../domain/password-weakness.js'
import { sessionOf } from '../domain/session-of.js'
import { AccountAlert } from './account-alert.js'

@Handles(ChangePassword)
export class ChangePasswordHandler {
  constructor(
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(AccountAlert) private readonly alert: AccountAlert,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { currentPassword, newPassword }: Input<typeof ChangePassword>,
    ctx: RequestContext,
  ): Promise<Output<typeof ChangePassword>> {
    const session = sessionOf(ctx)
    const user = await this.users.findById(session.userId)
    if (!user || !(await this.hasher.verify(user.passwordHash, currentPassword))) throw PasswordWrong()
    const reason = passwordWeakness(newPassword, user)
    if (reason !== undefined) throw PasswordWeak({ reason })
    const hashes = { from: user.passwordHash, to: await this.hasher.hash(newPassword) }
    if (!(await this.users.changePassword(session, hashes, this.clock.now()))) throw PasswordWrong()
    this.alert.tell(user, 'Your password was changed', ctx)
    return {}
  }
}

import { Inject } from '@nestjs/common'
import { DeleteAccount, EndMemberships, PasswordWrong } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { Handles } from '@linkflow/service'
import { PasswordHasher } from '../adapters/password-hasher.js'
import { UserStore } from '../adapters/postgres/user-store.js'
import { hashEmail } from '../domain/hash-email.js'
import { sessionOf } from '../domain/session-of.js'

@Handles(DeleteAccount)
export class DeleteAccountHandler {
  constructor(
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  /**
   * The memberships end first, because that may be refused; the account goes last, so that whoever is interrupted can
   * still sign in and repeat it. What somebody opened for the user in between goes by the event.
   */
  async handle({ password }: Input<typeof DeleteAccount>, ctx: RequestContext): Promise<Output<typeof DeleteAccount>> {
    const { userId } = sessionOf(ctx)
    const user = await this.users.findById(userId)
    if (!user) throw Unauthenticated({ reason: 'ended' })
    if (!(await this.hasher.verify(user.passwordHash, password))) throw PasswordWrong()
    await this.messaging.call(EndMemberships, { userId, emailHash: hashEmail(user.email) }, ctx)
    await this.users.delete(user)
    return {}
  }
}

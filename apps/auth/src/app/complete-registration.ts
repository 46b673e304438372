import { Inject, Injectable } from '@nestjs/common'
import { CreateWorkspace, CredentialsWrong } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { UserStore } from '../adapters/postgres/user-store.js'
import { firstWorkspaceName } from '../domain/user.js'
import type { User } from '../domain/user.js'
import { AccountMail } from './account-mail.js'
import { AfterAnswer } from './after-answer.js'

/** Makes somebody who is stored into somebody who can work: with a workspace, and asked to confirm their address. */
@Injectable()
export class CompleteRegistration {
  constructor(
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(AccountMail) private readonly mail: AccountMail,
    @Inject(AfterAnswer) private readonly afterAnswer: AfterAnswer,
  ) {}

  /**
   * Every step may be repeated: the workspace's id was chosen when the user was stored.
   *
   * @throws CredentialsWrong when the account was deleted meanwhile
   */
  async of(user: User, ctx: RequestContext): Promise<void> {
    const { id: userId, email, name, firstWorkspaceId: id } = user
    await this.messaging.call(
      CreateWorkspace,
      { id, name: firstWorkspaceName(name), owner: { userId, email, name } },
      ctx,
    )
    if (!(await this.users.activate(user))) throw CredentialsWrong()
    if (!user.emailVerifiedAt) this.afterAnswer.run('mail to verify an address', () => this.mail.verifyEmail(user, ctx))
  }
}

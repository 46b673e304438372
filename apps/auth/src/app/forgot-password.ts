import { Inject } from '@nestjs/common'
import { ForgotPassword } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { UserStore } from '../adapters/postgres/user-store.js'
import { AccountMail } from './account-mail.js'
import { AfterAnswer } from './after-answer.js'

@Handles(ForgotPassword)
export class ForgotPasswordHandler {
  constructor(
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(AccountMail) private readonly mail: AccountMail,
    @Inject(AfterAnswer) private readonly afterAnswer: AfterAnswer,
  ) {}

  /** Even the user is looked up after the answer: neither it nor its time can tell who has an account. */
  handle({ email }: Input<typeof ForgotPassword>, ctx: RequestContext): Output<typeof ForgotPassword> {
    this.afterAnswer.run('mail to reset a password', async () => {
      const user = await this.users.findByEmail(email)
      if (user) await this.mail.resetPassword(user, ctx)
    })
    return {}
  }
}

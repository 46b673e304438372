import { Inject } from '@nestjs/common'
import { ResendVerification } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { UserStore } from '../adapters/postgres/user-store.js'
import { sessionOf } from '../domain/session-of.js'
import { AccountMail } from './account-mail.js'
import { AfterAnswer } from './after-answer.js'

@Handles(ResendVerification)
export class ResendVerificationHandler {
  constructor(
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(AccountMail) private readonly mail: AccountMail,
    @Inject(AfterAnswer) private readonly afterAnswer: AfterAnswer,
  ) {}

  async handle(_: Input<typeof ResendVerification>, ctx: RequestContext): Promise<Output<typeof ResendVerification>> {
    const user = await this.users.findById(sessionOf(ctx).userId)
    if (!user) throw Unauthenticated()
    if (!user.emailVerifiedAt) this.afterAnswer.run('mail to verify an address', () => this.mail.verifyEmail(user, ctx))
    return {}
  }
}

import { Inject, Injectable } from '@nestjs/common'
import type { RequestContext } from '@linkflow/kernel'
import type { User } from '../domain/user.js'
import { AccountMail } from './account-mail.js'
import { AfterAnswer } from './after-answer.js'

/** Tells people what was done to their account, so that they notice when it was not they. */
@Injectable()
export class AccountAlert {
  constructor(
    @Inject(AccountMail) private readonly mail: AccountMail,
    @Inject(AfterAnswer) private readonly afterAnswer: AfterAnswer,
  ) {}

  /** `what` is a sentence without its full stop. */
  tell(user: User, what: string, ctx: RequestContext): void {
    this.afterAnswer.run('security alert', () => this.mail.alert(user, what, ctx))
  }
}

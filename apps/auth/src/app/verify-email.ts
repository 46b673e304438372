import { Inject } from '@nestjs/common'
import { LinkInvalid, VerifyEmail } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { MailedTokenStore } from '../adapters/postgres/mailed-token-store.js'
import { hashMailedToken } from '../domain/mailed-token.js'

@Handles(VerifyEmail)
export class VerifyEmailHandler {
  constructor(
    @Inject(MailedTokenStore) private readonly tokens: MailedTokenStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ token }: Input<typeof VerifyEmail>): Promise<Output<typeof VerifyEmail>> {
    if (!(await this.tokens.verifyEmail(hashMailedToken(token), this.clock.now()))) throw LinkInvalid()
    return {}
  }
}

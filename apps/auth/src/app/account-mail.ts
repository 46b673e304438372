import { Inject, Injectable } from '@nestjs/common'
import { SendEmail } from '@linkflow/contracts'
import type { InputGiven } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK, CONFIG } from '@linkflow/service'
import { MailedTokenStore } from '../adapters/postgres/mailed-token-store.js'
import type { AuthConfig } from '../config.js'
import { createMailedToken } from '../domain/mailed-token.js'
import type { User } from '../domain/user.js'

/** E-mails about an account, to its owner. */
@Injectable()
export class AccountMail {
  constructor(
    @Inject(CONFIG) private readonly config: AuthConfig,
    @Inject(MailedTokenStore) private readonly tokens: MailedTokenStore,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async verifyEmail(user: User, ctx: RequestContext): Promise<void> {
    const { token, kept } = createMailedToken('verify-email', this.clock.now())
    await this.tokens.put(user, kept)
    await this.send(user, 'verify-email', { verifyUrl: this.link('verify-email', token) }, ctx)
  }

  async resetPassword(user: User, ctx: RequestContext): Promise<void> {
    const { token, kept } = createMailedToken('reset-password', this.clock.now())
    await this.tokens.put(user, kept)
    await this.send(user, 'reset-password', { resetUrl: this.link('reset-password', token) }, ctx)
  }

  /** Tells what happened to the account, as a sentence without its full stop. */
  async alert(user: User, what: string, ctx: RequestContext): Promise<void> {
    const at = `${this.clock.now().toISOString().slice(0, 16).replace('T', ' ')} UTC`
    const { userAgent, ip } = ctx.client ?? {}
    const where = [userAgent, ip].filter((known) => known !== undefined).join(', ') || 'unknown'
    await this.send(user, 'security-alert', { what, at, where }, ctx)
  }

  /** The token is in the fragment, which browsers do not send: it is in no access log and no Referer. */
  private link(page: string, token: string): string {
    return `${this.config.LINKFLOW_PUBLIC_URL}/${page}#token=${token}`
  }

  private async send(
    { id: userId, email, name }: User,
    template: InputGiven<typeof SendEmail>['template'],
    variables: Record<string, string>,
    ctx: RequestContext,
  ): Promise<void> {
    const to = { address: email, name }
    await this.messaging.call(
      SendEmail,
      { key: newId(), to, template, variables: { name, ...variables }, userId },
      // Sent whether or not the person who asked still waits.
      { ...ctx, signal: undefined },
    )
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { CheckInvitation, RegistrationClosed } from '@linkflow/contracts'
import type { Input, Register } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CONFIG } from '@linkflow/service'
import type { AuthConfig } from '../config.js'

/** Who may register here. */
@Injectable()
export class RegistrationPolicy {
  constructor(
    @Inject(CONFIG) private readonly config: AuthConfig,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  /**
   * Whether only the first one may; whoever is invited may in any case.
   *
   * @throws RegistrationClosed
   */
  async check(
    { email, invitationToken }: Input<typeof Register>,
    ctx: RequestContext,
  ): Promise<{ onlyFirst: boolean }> {
    const policy = this.config.LINKFLOW_REGISTRATION
    if (policy === 'open') return { onlyFirst: false }
    if (invitationToken !== undefined) {
      const { invited } = await this.messaging.call(CheckInvitation, { token: invitationToken, email }, ctx)
      if (invited) return { onlyFirst: false }
    }
    if (policy === 'closed') throw RegistrationClosed()
    return { onlyFirst: true }
  }
}

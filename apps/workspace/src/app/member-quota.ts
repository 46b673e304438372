import { Inject, Injectable } from '@nestjs/common'
import { CheckQuota, QuotaExceeded } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'

/** How many members a workspace may have, as its plan says. */
@Injectable()
export class MemberQuota {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * Lets one more than `used` come to the context's workspace. Billing that does not answer stops nobody.
   *
   * @throws QuotaExceeded
   */
  async take(used: number, { signal: _, ...ctx }: RequestContext): Promise<void> {
    await this.messaging.call(CheckQuota, { quota: 'members', used }, ctx).catch((error: unknown) => {
      if (QuotaExceeded.is(error)) throw error
    })
  }
}

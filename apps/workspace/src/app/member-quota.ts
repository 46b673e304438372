import { Inject, Injectable } from '@nestjs/common'
import { CheckQuota, QuotaExceeded } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'

/**
 * Lets one more come than `used`, as counted under the workspace's lock.
 *
 * @throws QuotaExceeded
 */
export function assertRoom(used: number, limit: number): void {
  if (used >= limit) throw QuotaExceeded({ quota: 'members', used, limit })
}

/** How many members a workspace may have, as its plan says. */
@Injectable()
export class MemberQuota {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * How many the context's workspace may have, when it has `used`: asked before the workspace is locked, so that nobody
   * waits for billing with a lock. Billing that does not answer stops nobody.
   */
  async limit(used: number, { signal: _, ...ctx }: RequestContext): Promise<number> {
    try {
      return (await this.messaging.call(CheckQuota, { quota: 'members', used }, ctx)).limit ?? Infinity
    } catch (error) {
      return QuotaExceeded.is(error) ? Number(error.params.limit) : Infinity
    }
  }
}

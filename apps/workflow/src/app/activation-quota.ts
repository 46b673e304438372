import { Inject, Injectable } from '@nestjs/common'
import { CheckQuota, QuotaExceeded } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import type { WorkflowWriter } from '../adapters/postgres/workflow-writer.js'

/** How many workflows may be active at once, as the plan of the workspace says. */
@Injectable()
export class ActivationQuota {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * Lets one more become active. Billing that does not answer stops nobody.
   *
   * @throws QuotaExceeded
   */
  async take({ signal: _, ...ctx }: RequestContext, tx: WorkflowWriter): Promise<void> {
    const used = await tx.countActive()
    await this.messaging.call(CheckQuota, { quota: 'activeWorkflows', used }, ctx).catch((error: unknown) => {
      if (QuotaExceeded.is(error)) throw error
    })
  }
}

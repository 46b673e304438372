import { Inject } from '@nestjs/common'
import { ActivateWorkflow, WorkflowNotPublished } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { assertNotArchived, toSummary } from '../domain/workflow.js'
import { ActivationQuota } from './activation-quota.js'
import { TriggerRegistration } from './trigger-registration.js'

@Handles(ActivateWorkflow)
export class ActivateWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TriggerRegistration) private readonly registration: TriggerRegistration,
    @Inject(ActivationQuota) private readonly quota: ActivationQuota,
  ) {}

  async handle(input: Input<typeof ActivateWorkflow>, ctx: RequestContext): Promise<Output<typeof ActivateWorkflow>> {
    await this.store.transact(ctx, async (tx) => {
      const workflow = await tx.lock(input.workflowId)
      assertNotArchived(workflow)
      const { id, active, transition, activeVersion, publishedVersion } = workflow
      if (publishedVersion === undefined) throw WorkflowNotPublished()
      const under = transition === 'activating' || (active && !transition)
      if (under && activeVersion === publishedVersion) return
      const counts = transition ? transition === 'activating' : active
      if (!counts) await this.quota.take(ctx, tx)
      await tx.beginTransition(id, 'activating', publishedVersion, this.clock.now())
    })
    const { workflow, webhooks } = await this.registration.settle(ctx, input.workflowId)
    return { ...toSummary(workflow), webhooks }
  }
}

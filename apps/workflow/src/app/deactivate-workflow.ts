import { Inject } from '@nestjs/common'
import { DeactivateWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toSummary } from '../domain/workflow.js'
import { TriggerRegistration } from './trigger-registration.js'

@Handles(DeactivateWorkflow)
export class DeactivateWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TriggerRegistration) private readonly registration: TriggerRegistration,
  ) {}

  async handle(
    { workflowId }: Input<typeof DeactivateWorkflow>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeactivateWorkflow>> {
    const inactive = await this.store.transact(ctx, async (tx) => {
      const workflow = await tx.lock(workflowId)
      const { id, active, transition, activeVersion } = workflow
      if (!active && !transition) return workflow
      if (transition !== 'deactivating') await tx.beginTransition(id, 'deactivating', activeVersion, this.clock.now())
      return undefined
    })
    return toSummary(inactive ?? (await this.registration.settle(ctx, workflowId)).workflow)
  }
}

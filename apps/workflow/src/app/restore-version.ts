import { Inject } from '@nestjs/common'
import { DraftChanged, RestoreVersion } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { PreconditionRequired } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toRows } from '../domain/draft.js'
import { definitionOf } from '../domain/version.js'
import { assertNotArchived, toView } from '../domain/workflow.js'

@Handles(RestoreVersion)
export class RestoreVersionHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle(input: Input<typeof RestoreVersion>, ctx: RequestContext): Promise<Output<typeof RestoreVersion>> {
    const { workflowId, version, expectedRevision } = input
    if (expectedRevision === undefined) throw PreconditionRequired()
    return this.store.transact(ctx, async (tx) => {
      const workflow = await tx.get(workflowId)
      assertNotArchived(workflow)
      const draft = definitionOf(await tx.getVersion(workflowId, version))
      const change = { name: workflow.name, draft: toRows(draft), now: this.clock.now() }
      const replaced = await tx.replaceDraft(workflowId, expectedRevision, change)
      const restored = await tx.get(workflowId)
      if (!replaced) throw DraftChanged({ currentRevision: restored.revision })
      return toView(restored, draft)
    })
  }
}

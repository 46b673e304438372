import { Inject } from '@nestjs/common'
import { EXPORT_FORMAT, FormatUnknown, ImportWorkflows } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { NodeTypeCatalog } from '@linkflow/graph'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { mapCredentials } from '../domain/credentials.js'
import { assertLine, draftOf, toRows } from '../domain/draft.js'
import { findingsOf } from '../domain/findings.js'
import { newWorkflow, toSummary } from '../domain/workflow.js'
import { CATALOG } from './catalog.js'

/** Of each workflow; validating it tells the rest. */
const MAX_FINDINGS = 50

@Handles(ImportWorkflows)
export class ImportWorkflowsHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof ImportWorkflows>, ctx: RequestContext): Promise<Output<typeof ImportWorkflows>> {
    if (input.format !== EXPORT_FORMAT) throw FormatUnknown({ expected: EXPORT_FORMAT })
    const chosen = new Map(Object.entries(input.credentials ?? {}))
    const drawn = input.workflows.map((given, index) => {
      assertLine(`/workflows/${index}/name`, given.name)
      const draft = mapCredentials(draftOf(given), (id) => chosen.get(id))
      return { given, draft, rows: toRows(draft), findings: findingsOf(draft, this.catalog).slice(0, MAX_FINDINGS) }
    })
    return this.store.transact(ctx, async (tx) => {
      const items = []
      for (const { given, rows, findings } of drawn) {
        const workflow = { ...newWorkflow(newId(), given.name, this.clock.now()), tags: given.tags ?? [] }
        await tx.insert(workflow, rows)
        if (input.folderId !== undefined) await tx.move(workflow.id, input.folderId)
        items.push({ workflow: toSummary(await tx.get(workflow.id)), findings })
      }
      return { items }
    })
  }
}

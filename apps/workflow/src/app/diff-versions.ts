import { Inject } from '@nestjs/common'
import { DiffVersions } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { diff, normalize } from '@linkflow/graph'
import type { NodeTypeCatalog } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { definitionOf } from '../domain/version.js'
import { CATALOG } from './catalog.js'

@Handles(DiffVersions)
export class DiffVersionsHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
  ) {}

  handle(
    { workflowId, from, to }: Input<typeof DiffVersions>,
    ctx: RequestContext,
  ): Promise<Output<typeof DiffVersions>> {
    return this.store.read(ctx, async (reader) => {
      const { id, draft } = await reader.getDrafted(workflowId)
      const before = definitionOf(await reader.getVersion(id, from))
      // A version says what the draft leaves unsaid: only normalised are they compared alike.
      const after = to === undefined ? normalize(draft, this.catalog) : definitionOf(await reader.getVersion(id, to))
      return diff(before, after)
    })
  }
}

import { Inject } from '@nestjs/common'
import { GetRunnable, WorkflowNotPublished } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { definitionOf } from '../domain/version.js'
import { assertNotArchived } from '../domain/workflow.js'

@Handles(GetRunnable)
export class GetRunnableHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  async handle(input: Input<typeof GetRunnable>, ctx: RequestContext): Promise<Output<typeof GetRunnable>> {
    const version = await this.store.read(ctx, async (reader) => {
      const workflow = await reader.get(input.workflowId)
      const { id, publishedVersion } = workflow
      if (input.version === undefined) assertNotArchived(workflow)
      const wanted = input.version ?? publishedVersion
      if (wanted === undefined) throw WorkflowNotPublished()
      return reader.getVersion(id, wanted)
    })
    const { workflowId, name } = version
    return { workflowId, version: version.version, name, definition: definitionOf(version) }
  }
}

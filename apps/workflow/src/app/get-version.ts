import { Inject } from '@nestjs/common'
import { GetVersion } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toVersionView } from '../domain/version.js'

@Handles(GetVersion)
export class GetVersionHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  async handle(input: Input<typeof GetVersion>, ctx: RequestContext): Promise<Output<typeof GetVersion>> {
    const version = await this.store.read(ctx, async (reader) => {
      const { id } = await reader.get(input.workflowId)
      return reader.getVersion(id, input.version)
    })
    return toVersionView(version)
  }
}

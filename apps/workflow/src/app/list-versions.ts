import { Inject } from '@nestjs/common'
import { ListVersions } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { toVersionSummary } from '../domain/version.js'

@Handles(ListVersions)
export class ListVersionsHandler {
  constructor(@Inject(WorkflowStore) private readonly store: WorkflowStore) {}

  async handle(input: Input<typeof ListVersions>, ctx: RequestContext): Promise<Output<typeof ListVersions>> {
    const cursor = decodeCursor(input.cursor)
    const versions = await this.store.read(ctx, async (reader) => {
      const { id } = await reader.get(input.workflowId)
      return reader.listVersions(id, cursor, input.limit + 1)
    })
    return toPage(versions, input.limit, toVersionSummary, ({ publishedAt, id }) => ({
      at: publishedAt.toISOString(),
      id,
    }))
  }
}

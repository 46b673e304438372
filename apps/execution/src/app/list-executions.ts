import { Inject } from '@nestjs/common'
import { ListExecutions } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { summaryView } from '../domain/view.js'

@Handles(ListExecutions)
export class ListExecutionsHandler {
  constructor(@Inject(ExecutionStore) private readonly store: ExecutionStore) {}

  async handle(input: Input<typeof ListExecutions>, ctx: RequestContext) {
    const rows = await this.store.list(ctx, input)
    return toPage(rows, input.limit, summaryView, ({ id, createdAt }) => ({
      id,
      at: new Date(createdAt).toISOString(),
    }))
  }
}

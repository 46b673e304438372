import { Inject } from '@nestjs/common'
import { ListVariables } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'
import { nameAfter, toVariablePage } from '../domain/variable.js'

@Handles(ListVariables)
export class ListVariablesHandler {
  constructor(@Inject(VariableStore) private readonly store: VariableStore) {}

  async handle(
    { cursor, limit }: Input<typeof ListVariables>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListVariables>> {
    return toVariablePage(await this.store.list(ctx, undefined, nameAfter(cursor), limit + 1), limit)
  }
}

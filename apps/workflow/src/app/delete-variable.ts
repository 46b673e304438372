import { Inject } from '@nestjs/common'
import { DeleteVariable, VariableNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'

@Handles(DeleteVariable)
export class DeleteVariableHandler {
  constructor(@Inject(VariableStore) private readonly store: VariableStore) {}

  async handle({ name }: Input<typeof DeleteVariable>, ctx: RequestContext): Promise<Output<typeof DeleteVariable>> {
    if (!(await this.store.delete(ctx, undefined, name))) throw VariableNotFound()
    return {}
  }
}

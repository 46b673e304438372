import { Inject } from '@nestjs/common'
import { SetVariable } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { VariableStore } from '../adapters/postgres/variable-store.js'
import { toVariableView } from '../domain/variable.js'

@Handles(SetVariable)
export class SetVariableHandler {
  constructor(
    @Inject(VariableStore) private readonly store: VariableStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ name, value }: Input<typeof SetVariable>, ctx: RequestContext): Promise<Output<typeof SetVariable>> {
    const variable = { name, value, updatedAt: this.clock.now() }
    await this.store.set(ctx, undefined, variable)
    return toVariableView(variable)
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { GetVariables } from '@linkflow/contracts'
import type { JsonObject, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import type { Runnable } from '../run/definitions.js'

/** The variables of workflows, as they are when an execution is accepted. */
@Injectable()
export class Variables {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * What `$vars` shall stand for; undefined for a workflow that never reads it, which most do not: they are not kept
   * waiting for an answer nobody looks at.
   */
  async of(ctx: RequestContext, { workflowId, readsVariables }: Runnable): Promise<JsonObject | undefined> {
    if (!readsVariables) return undefined
    const { signal: _, ...shared } = ctx
    const { variables } = await this.messaging.call(GetVariables, { workflowId }, shared)
    return variables
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { WorkflowDeleted } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { WebhookStore } from '../adapters/postgres/webhook-store.js'

/** A deleted workflow was deactivated before, which every process was told of: nothing remembers its webhooks. */
@Listens(WorkflowDeleted, 'forget-workflow')
@Injectable()
export class ForgetWorkflow {
  constructor(@Inject(WebhookStore) private readonly store: WebhookStore) {}

  on({ workflowId }: EventData<typeof WorkflowDeleted>, _info: EventInfo, tx: Transaction): Promise<void> {
    return this.store.forgetWorkflow(tx, workflowId)
  }
}

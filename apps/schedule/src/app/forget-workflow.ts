import { Injectable } from '@nestjs/common'
import { WorkflowDeleted } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { ScheduleWriter } from '../adapters/postgres/schedule-writer.js'

/** What was made for a deleted workflow goes with it, and nothing new is made for it. */
@Listens(WorkflowDeleted, 'forget-workflow')
@Injectable()
export class ForgetWorkflow {
  on({ workflowId }: EventData<typeof WorkflowDeleted>, _info: EventInfo, tx: Transaction): Promise<void> {
    return new ScheduleWriter(tx).forgetWorkflow(workflowId)
  }
}

import type { EventData, ExecutionsFinished } from '@linkflow/contracts'
import type { FinalStatus } from '@linkflow/engine'
import type { Failure } from '@linkflow/kernel'
import type { Execution } from '../domain/execution.js'

type Summary = EventData<typeof ExecutionsFinished>['executions'][number]

/** What `executions-finished` tells of one execution. */
export function summaryOf(
  execution: Execution,
  end: { status: FinalStatus; startedAt: number; finishedAt: number; error?: Failure },
  {
    nodeExecutions,
    computeMs,
    errorWorkflowId,
  }: { nodeExecutions: number; computeMs: number; errorWorkflowId?: string },
): Summary {
  return {
    executionId: execution.id,
    workflowId: execution.workflowId,
    version: execution.version,
    status: end.status,
    trigger: execution.trigger,
    startedAt: new Date(end.startedAt).toISOString(),
    finishedAt: new Date(end.finishedAt).toISOString(),
    nodeExecutions,
    computeMs,
    errorCode: end.error?.code,
    errorWorkflowId,
  }
}

/** One failed execution, as the event tells it. */
export interface FailedExecution {
  executionId: string
  workflowId: string
  errorCode: string
  finishedAt: string
}

/** What there is to tell of a workflow's failures: the first one, or how many came after it. */
export interface FailureReport extends FailedExecution {
  workspaceId: string
  leaseId: string
  /** 1 for the first one; else all that were counted since. */
  count: number
  isFirst: boolean
}

/** Failures by workflow, oldest first. */
export function byWorkflow(failures: readonly FailedExecution[]): Map<string, FailedExecution[]> {
  const groups = new Map<string, FailedExecution[]>()
  for (const failure of failures) groups.set(failure.workflowId, [...(groups.get(failure.workflowId) ?? []), failure])
  return groups
}

import type { Announcement } from './announcement.js'
import type { FailureReport } from './failure-group.js'

/** What is said of a workflow's failures. */
export function failureAnnouncement(report: FailureReport, workflowName: string, publicUrl: string): Announcement {
  const { workflowId, executionId, errorCode, finishedAt: failedAt, count, isFirst } = report
  const url = `${publicUrl}/executions/${executionId}`
  const facts = { workflowName, errorCode, failedAt }
  return {
    key: `failure:${executionId}:${isFirst ? 'first' : count}`,
    event: 'execution-failed',
    title: isFirst ? `${workflowName} failed` : `${workflowName} failed ${count} more times`,
    text: isFirst ? `Error: ${errorCode}` : `Last error: ${errorCode}`,
    url,
    data: { workflowId, executionId, count, ...facts },
    template: isFirst ? 'execution-failed' : 'execution-failures-digest',
    variables: { ...facts, executionUrl: url, ...(isFirst ? {} : { count }) },
  }
}

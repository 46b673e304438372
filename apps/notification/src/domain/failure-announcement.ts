import type { Announcement } from './announcement.js'
import type { FailureReport } from './failure-group.js'

const LONGEST_MESSAGE = 500

/** What is known of a failure besides its code, by the names that people gave. */
export interface FailureDetail {
  workflowName: string
  nodeName?: string
  message?: string
}

/** What is said of a workflow's failures. */
export function failureAnnouncement(report: FailureReport, detail: FailureDetail, apiUrl: string): Announcement {
  const { workflowId, executionId, errorCode, finishedAt: failedAt, count, isFirst } = report
  const { workflowName, nodeName, message } = detail
  const url = `${apiUrl}/executions/${executionId}`
  const reason = reasonOf(errorCode, detail)
  const facts = { workflowName, errorCode, failedAt }
  return {
    key: `failure:${executionId}:${isFirst ? 'first' : count}`,
    event: 'execution-failed',
    title: isFirst ? `${workflowName} failed` : `${workflowName} failed ${count} more times`,
    text: isFirst ? reason : `Last time: ${reason}`,
    url,
    data: {
      ...{ workflowId, executionId, count, ...facts },
      ...(nodeName !== undefined && { nodeName }),
      ...(message !== undefined && { message: shorten(message) }),
    },
    template: isFirst ? 'execution-failed' : 'execution-failures-digest',
    variables: { ...facts, reason, executionUrl: url, ...(isFirst ? {} : { count }) },
  }
}

/** `"Ask the shop" failed: The host does not answer. (http/timeout)`, as far as it is known. */
function reasonOf(errorCode: string, { nodeName, message }: FailureDetail): string {
  if (message === undefined) return `Error: ${errorCode}`
  const what = `${shorten(message)} (${errorCode})`
  return nodeName === undefined ? what : `"${nodeName}" failed: ${what}`
}

const shorten = (text: string) => (text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text)

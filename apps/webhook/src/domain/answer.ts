import { ResponseTimeout, WorkflowFailed } from '@linkflow/contracts'
import type { Output, RawReply, StartTriggered } from '@linkflow/contracts'
import { jsonReply, problemReply, valueReply } from './reply.js'
import type { Webhook } from './webhook.js'

/** What the execution service said about a delivery. */
export type Started = Output<typeof StartTriggered>

const ENDED = new Set<Started['status']>(['succeeded', 'failed', 'cancelled', 'timed-out'])

/**
 * What a sender is told about an execution it started. A repeat is told what the first one led to.
 *
 * @param instance Trace or request id, for problems.
 */
export function answer(webhook: Webhook, started: Started, instance: string): RawReply {
  const { status, headers, ...body } = replyTo(webhook, started, instance)
  return {
    status,
    headers: {
      ...headers,
      'linkflow-execution-id': started.executionId,
      ...(started.duplicate ? { 'linkflow-duplicate': 'true' } : {}),
    },
    ...body,
  }
}

function replyTo({ respond, response }: Webhook, started: Started, instance: string): RawReply {
  const { executionId, status, output, duplicate } = started
  if (respond === 'immediately') {
    if (response) return valueReply({ status: 200, headers: {}, body: undefined, ...response })
    return jsonReply(duplicate ? 200 : 202, { executionId })
  }
  if (respond === 'respond-node' && started.response) return valueReply(started.response)
  if (!ENDED.has(status)) return problemReply(ResponseTimeout({ executionId }), instance)
  if (status !== 'succeeded') return problemReply(WorkflowFailed({ executionId }), instance)
  return jsonReply(200, respond === 'last-node' ? (output?.[0]?.json ?? {}) : { executionId, status })
}

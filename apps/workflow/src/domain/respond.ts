import type { DraftDefinition, Finding } from '@linkflow/graph'

const WEBHOOK_TRIGGER = 'webhook-trigger'
const RESPOND_NODE = 'respond-to-webhook'
const BY_NODE = 'respond-node'

/** Warnings about a webhook that waits for an answer that no node gives, and about answers that no webhook waits for. */
export function respondFindings({ nodes }: DraftDefinition): Finding[] {
  const enabled = nodes.flatMap((node, index) => (node.disabled ? [] : [{ ...node, index }]))
  const webhooks = enabled.filter(({ type }) => type === WEBHOOK_TRIGGER)
  const waiting = webhooks.filter(({ parameters }) => parameters.respond === BY_NODE)
  const answering = enabled.filter(({ type }) => type === RESPOND_NODE)
  if (answering.length === 0)
    return waiting.map(({ id, index }) => ({
      code: 'no-response-node',
      message: 'The webhook waits for a node "respond-to-webhook", and there is none.',
      nodeId: id,
      pointer: `/nodes/${index}/parameters/respond`,
      severity: 'warning',
      params: {},
    }))
  if (waiting.length > 0) return []
  return answering.map(({ id, index }) => ({
    code: 'response-unused',
    message: `No webhook waits for this answer: set "respond" of the webhook trigger to "${BY_NODE}".`,
    nodeId: id,
    pointer: `/nodes/${index}`,
    severity: 'warning',
    params: {},
  }))
}

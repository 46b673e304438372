import { RegisterWebhooks } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import type { DraftDefinition, Finding } from '@linkflow/graph'
import { z } from 'zod'

const WEBHOOK_TRIGGER = 'webhook-trigger'

/** A webhook as the webhook service registers it. */
export type WebhookTrigger = Input<typeof RegisterWebhooks>['webhooks'][number]

const { method, respond, verify, eventId, timeoutMs, response } = RegisterWebhooks.input.shape.webhooks.element.shape
const WebhookParameters = z.object({
  method: method.default('POST'),
  respond: respond.default('immediately'),
  verify: verify.default({ kind: 'none' }),
  eventId,
  timeoutMs,
  response,
})

/** The webhooks of a version: its enabled webhook triggers. */
export function webhooksOf(definition: DraftDefinition): WebhookTrigger[] {
  return definition.nodes
    .filter(isWebhook)
    .map((node) => ({ nodeId: node.id, ...WebhookParameters.parse(node.parameters) }))
}

/** What keeps a webhook trigger from being registered: its parameters are read before anything runs, so none is computed. */
export function triggerFindings(definition: DraftDefinition): Finding[] {
  return definition.nodes.flatMap((node, index) => {
    if (!isWebhook(node)) return []
    const issues = WebhookParameters.safeParse(node.parameters).error?.issues ?? []
    return issues.map(({ path, message, code }): Finding => ({
      code: 'invalid-parameter',
      message,
      nodeId: node.id,
      pointer: `/nodes/${index}/parameters${path.map((key) => `/${escape(String(key))}`).join('')}`,
      severity: 'error',
      params: { rule: code },
    }))
  })
}

function isWebhook(node: DraftDefinition['nodes'][number]): boolean {
  return node.type === WEBHOOK_TRIGGER && !node.disabled
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

import type {
  EventIdSource,
  Input,
  RegisterWebhooks,
  RegisteredWebhook,
  Verification,
  WebhookView,
} from '@linkflow/contracts'

export type WebhookSettings = Input<typeof RegisterWebhooks>['webhooks'][number]
export type RespondMode = WebhookSettings['respond']
export type ConfiguredResponse = NonNullable<WebhookSettings['response']>

/** A registered webhook: what a request to its token means. */
export interface Webhook {
  id: string
  workspaceId: string
  workflowId: string
  nodeId: string
  version: number
  /** 256 random bits, base64url: the only thing a sender has to know. */
  token: string
  method: WebhookSettings['method']
  respond: RespondMode
  verify: Verification
  eventId?: EventIdSource
  timeoutMs?: number
  allow?: string[]
  maxPerMinute?: number
  response?: ConfiguredResponse
  createdAt: Date
}

/** Where senders reach a webhook. */
export function urlOf(publicUrl: string, token: string): string {
  return `${publicUrl}/webhook/${token}`
}

export function toRegistered(webhook: Webhook, publicUrl: string): RegisteredWebhook {
  const { id, nodeId, method, token } = webhook
  return { webhookId: id, nodeId, method, url: urlOf(publicUrl, token) }
}

export function toView(webhook: Webhook, publicUrl: string): WebhookView {
  const { id, workflowId, nodeId, version, method, respond, token, verify, createdAt } = webhook
  return {
    id,
    workflowId,
    nodeId,
    version,
    method,
    respond,
    url: urlOf(publicUrl, token),
    verification: verify.kind,
    createdAt: createdAt.toISOString(),
  }
}

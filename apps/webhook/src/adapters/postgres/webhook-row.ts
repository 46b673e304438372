import type { Webhook } from '../../domain/webhook.js'

export const WEBHOOK_COLUMNS = `id, workspace_id, workflow_id, node_id, version, token, method, respond, verify, event_id,
  timeout_ms, response, allow, max_per_minute, created_at`

export interface WebhookRow {
  id: string
  workspace_id: string
  workflow_id: string
  node_id: string
  version: number
  token: string
  method: Webhook['method']
  respond: Webhook['respond']
  verify: string
  event_id: string | null
  timeout_ms: number | null
  response: string | null
  allow: string[] | null
  max_per_minute: number | null
  created_at: Date
}

export function toWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    nodeId: row.node_id,
    version: row.version,
    token: row.token,
    method: row.method,
    respond: row.respond,
    verify: JSON.parse(row.verify),
    ...(row.event_id === null ? {} : { eventId: JSON.parse(row.event_id) }),
    ...(row.timeout_ms === null ? {} : { timeoutMs: row.timeout_ms }),
    ...(row.response === null ? {} : { response: JSON.parse(row.response) }),
    ...(row.allow === null ? {} : { allow: row.allow }),
    ...(row.max_per_minute === null ? {} : { maxPerMinute: row.max_per_minute }),
    createdAt: row.created_at,
  }
}

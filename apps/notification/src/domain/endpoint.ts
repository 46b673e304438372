import type { NotificationEndpointView, NotificationEvent } from '@linkflow/contracts'

/** An address that notifications are sent to, of a person or of the whole workspace. */
export interface Endpoint {
  id: string
  workspaceId: string
  userId?: string
  kind: 'webhook' | 'slack'
  host: string
  events: readonly NotificationEvent[]
  createdAt: Date
}

/** An endpoint with what it takes to send to it. */
export interface OpenEndpoint extends Endpoint {
  /** Whoever knows it can post to a Slack channel, or pretend to be us. */
  secret: { url: string; signingSecret?: string }
}

export function viewEndpoint({ id, userId, kind, host, events, createdAt }: Endpoint): NotificationEndpointView {
  return {
    id,
    owner: userId === undefined ? 'workspace' : 'me',
    kind,
    host,
    events: [...events],
    createdAt: createdAt.toISOString(),
  }
}

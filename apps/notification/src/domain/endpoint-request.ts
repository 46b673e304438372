import type { OpenEndpoint } from './endpoint.js'
import type { EndpointContent } from './outgoing-message.js'
import { signWebhook } from './sign-webhook.js'

/** What is sent to an endpoint: signed for a webhook, a sentence for Slack. */
export function endpointRequest(
  { kind, secret }: OpenEndpoint,
  content: EndpointContent,
  message: { id: string; at: Date; createdAt: Date },
): { url: string; headers: Record<string, string>; body: string } {
  const headers = { 'content-type': 'application/json', 'user-agent': 'LinkFlow' }
  if (kind === 'slack') return { url: secret.url, headers, body: JSON.stringify({ text: slackText(content) }) }
  const { event, title, text, url, data } = content
  const body = JSON.stringify({
    type: event,
    timestamp: message.createdAt.toISOString(),
    data: { title, text, ...(url && { url }), ...data },
  })
  const signature = signWebhook(secret.signingSecret ?? '', { id: message.id, body, at: message.at })
  return { url: secret.url, headers: { ...headers, ...signature }, body }
}

/** Slack reads `<…>` and `&` as its own; a name of a workflow must not call a channel together. */
function slackText({ title, text, url }: EndpointContent): string {
  return [`*${plain(title)}*`, plain(text), ...(url ? [url] : [])].join('\n')
}

const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

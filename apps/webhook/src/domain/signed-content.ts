import { bodyBytes } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'

/** What stands for a placeholder besides the request itself. */
export interface SignedParts {
  timestamp: string
  id: string
  /** Where senders reach this installation, without a slash at the end. */
  publicUrl: string
}

const PLACEHOLDER = /(\{(?:body|form|timestamp|id|method|url|fullUrl)\})/

/** The bytes that were signed: the template with its placeholders filled in once, the body as it arrived. */
export function signedContent(template: string, request: DeliveryRequest, parts: SignedParts): Buffer {
  const body = bodyBytes(request)
  if (template === '{body}') return body
  const values: Record<string, () => string> = {
    '{form}': () => sortedForm(request, body),
    '{timestamp}': () => parts.timestamp,
    '{id}': () => parts.id,
    '{method}': () => request.method,
    '{url}': () => request.url,
    '{fullUrl}': () => `${parts.publicUrl}${request.url}`,
  }
  return Buffer.concat(
    template.split(PLACEHOLDER).map((part, index) => {
      if (index % 2 === 0) return Buffer.from(part)
      return part === '{body}' ? body : Buffer.from(values[part]?.() ?? '')
    }),
  )
}

/** The fields of a form, sorted by name, each name followed by its value. Nothing for another body. */
function sortedForm({ headers }: DeliveryRequest, body: Buffer): string {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return ''
  const fields = [...new URLSearchParams(body.toString())]
  return fields
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => name + value)
    .join('')
}

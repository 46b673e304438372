import type { Input, ReceiveWebhook } from '@linkflow/contracts'

/** A request as it arrived at a webhook; header names are in lower case. */
export type DeliveryRequest = Input<typeof ReceiveWebhook>

/** The bytes that were sent. */
export function bodyBytes({ rawBody, base64 }: DeliveryRequest): Buffer {
  return Buffer.from(rawBody, base64 ? 'base64' : 'utf8')
}

/** How many bytes were sent. */
export function bodySize({ rawBody, base64 }: DeliveryRequest): number {
  return Buffer.byteLength(rawBody, base64 ? 'base64' : 'utf8')
}

export function headerOf({ headers }: DeliveryRequest, name: string): string | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(headers, key) ? headers[key] : undefined
}

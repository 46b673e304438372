import { MessageTooLarge } from '@linkflow/kernel'

/** What fits into one message, its headers included. */
export const MESSAGE_LIMIT_BYTES = 512 * 1024

/**
 * JSON text of a value; empty for `undefined`.
 *
 * @throws MessageTooLarge above `maxBytes` of UTF-8; TypeError for what JSON cannot say.
 */
export function encode(value: unknown, maxBytes: number): string {
  const text: string = JSON.stringify(value) ?? ''
  // A UTF-16 unit becomes at most three bytes: most messages need no counting.
  if (text.length * 3 > maxBytes) {
    const sizeBytes = Buffer.byteLength(text)
    if (sizeBytes > maxBytes) throw MessageTooLarge({ sizeBytes, limitBytes: maxBytes })
  }
  return text
}

/** The value of a text made by {@link encode}, always a fresh copy. */
export function decode(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text)
}

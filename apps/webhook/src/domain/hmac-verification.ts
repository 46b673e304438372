import { createHmac } from 'node:crypto'
import type { Verification } from '@linkflow/contracts'
import { equalTexts } from './constant-time.js'
import { bodyBytes, headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import { isRecent } from './timestamp.js'

type HmacVerification = Extract<Verification, { kind: 'hmac' }>

/** Why a request is not what it claims; undefined when one of the secrets signed it. */
export function checkHmac(
  verify: HmacVerification,
  request: DeliveryRequest,
  secrets: readonly string[],
  nowMs: number,
): string | undefined {
  const signature = headerOf(request, verify.header)
  if (signature === undefined) return 'The signature is missing.'
  if (!signature.startsWith(verify.prefix)) return 'The signature does not begin as it should.'
  const timestamp = verify.timestampHeader ? headerOf(request, verify.timestampHeader) : undefined
  if (timestamp === undefined && (verify.timestampHeader || verify.signedContent.includes('{timestamp}')))
    return 'The timestamp is missing.'
  if (timestamp !== undefined && !isRecent(timestamp, nowMs, verify.toleranceSeconds))
    return 'The timestamp is too far from now.'
  const id = verify.idHeader ? headerOf(request, verify.idHeader) : undefined
  if (id === undefined && verify.signedContent.includes('{id}')) return 'The id is missing.'

  const content = signedContent(verify.signedContent, request, { timestamp: timestamp ?? '', id: id ?? '' })
  const given = comparable(signature.slice(verify.prefix.length), verify.encoding)
  // Every secret is tried, so that the time does not tell which one matched.
  const matches = secrets.map((secret) => {
    const digest = createHmac(verify.algorithm, secret).update(content).digest(verify.encoding)
    return equalTexts(given, comparable(digest, verify.encoding))
  })
  return matches.includes(true) ? undefined : 'The signature does not match.'
}

/** The bytes that were signed: the template with its placeholders filled in once, the body as it arrived. */
function signedContent(template: string, request: DeliveryRequest, known: { timestamp: string; id: string }): Buffer {
  const body = bodyBytes(request)
  if (template === '{body}') return body
  const values: Record<string, string> = { ...known, method: request.method, url: request.url }
  return Buffer.concat(
    template.split(/(\{(?:body|timestamp|id|method|url)\})/).map((part, index) => {
      if (index % 2 === 0) return Buffer.from(part)
      return part === '{body}' ? body : Buffer.from(values[part.slice(1, -1)] ?? '')
    }),
  )
}

/** Spellings of the same bytes made equal: the case of hex, the padding of base64. */
function comparable(signature: string, encoding: HmacVerification['encoding']): string {
  return encoding === 'hex' ? signature.trim().toLowerCase() : signature.trim().replace(/=+$/, '')
}

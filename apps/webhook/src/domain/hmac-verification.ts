import { createHmac } from 'node:crypto'
import type { Verification } from '@linkflow/contracts'
import { equalTexts } from './constant-time.js'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import type { Proof } from './proof.js'
import { signedContent } from './signed-content.js'
import { isRecent } from './timestamp.js'

type HmacVerification = Extract<Verification, { kind: 'hmac' }>

const MAX_SIGNATURES = 20

/** What the headers say. */
interface Claimed {
  signatures: string[]
  timestamp: string | undefined
}

/** Why a request is not what it claims; undefined when one of the secrets signed it. */
export function checkHmac(
  verify: HmacVerification,
  request: DeliveryRequest,
  { secrets, nowMs, publicUrl }: Proof,
): string | undefined {
  const header = headerOf(request, verify.header)
  if (header === undefined) return 'The signature is missing.'
  const { signatures, timestamp } = claimed(verify, header, request)
  if (signatures.length === 0) return 'The signature does not begin as it should.'
  const needsTime = verify.timestampHeader || verify.pairs?.timestamp || verify.signedContent.includes('{timestamp}')
  if (timestamp === undefined && needsTime) return 'The timestamp is missing.'
  if (timestamp !== undefined && !isRecent(timestamp, nowMs, verify.toleranceSeconds))
    return 'The timestamp is too far from now.'
  const id = verify.idHeader ? headerOf(request, verify.idHeader) : undefined
  if (id === undefined && verify.signedContent.includes('{id}')) return 'The id is missing.'

  const parts = { timestamp: timestamp ?? '', id: id ?? '', publicUrl }
  const content = signedContent(verify.signedContent, request, parts)
  const given = signatures.map((signature) => comparable(signature, verify.encoding))
  // Every secret is tried, so that the time does not tell which one matched.
  const matches = secrets.flatMap((secret) => {
    const digest = createHmac(verify.algorithm, secret).update(content).digest(verify.encoding)
    return given.map((signature) => equalTexts(signature, comparable(digest, verify.encoding)))
  })
  return matches.includes(true) ? undefined : 'The signature does not match.'
}

function claimed(verify: HmacVerification, header: string, request: DeliveryRequest): Claimed {
  const ofHeader = verify.timestampHeader ? headerOf(request, verify.timestampHeader) : undefined
  const { pairs, prefix } = verify
  const texts = pairs ? valuesOf(header, pairs.signature) : [header]
  return {
    signatures: texts.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length)),
    timestamp: pairs?.timestamp === undefined ? ofHeader : valuesOf(header, pairs.timestamp)[0],
  }
}

/** The values of a name in a header of pairs: `t=1,v1=ab,v1=cd`. */
function valuesOf(header: string, name: string): string[] {
  return header
    .split(',')
    .slice(0, MAX_SIGNATURES)
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

/** Spellings of the same bytes made equal: the case of hex, the padding of base64. */
function comparable(signature: string, encoding: HmacVerification['encoding']): string {
  return encoding === 'hex' ? signature.trim().toLowerCase() : signature.trim().replace(/=+$/, '')
}

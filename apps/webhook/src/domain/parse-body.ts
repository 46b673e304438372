import { BodyMalformed } from '@linkflow/kernel'
import type { Json } from '@linkflow/kernel'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'

/** Deepest nesting of a body: what goes deeper could not be passed on. */
const MAX_DEPTH = 64

/**
 * What a body says, by its content type alone: JSON and forms are read, other text is kept, bytes become `{ base64 }`.
 *
 * @throws BodyMalformed for JSON that is none
 */
export function parseBody(request: DeliveryRequest): Json {
  const { rawBody, base64 } = request
  const type = (headerOf(request, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (rawBody === '') return {}
  if (isJson(type)) {
    if (base64) throw BodyMalformed()
    return parseJson(rawBody)
  }
  if (base64) return { base64: rawBody }
  return type === 'application/x-www-form-urlencoded' ? parseForm(rawBody) : rawBody
}

function isJson(type: string): boolean {
  return type === 'application/json' || type.endsWith('+json')
}

function parseJson(text: string): Json {
  if (isTooDeep(text)) throw BodyMalformed()
  try {
    return JSON.parse(text) as Json
  } catch (cause) {
    throw BodyMalformed(undefined, { cause })
  }
}

function isTooDeep(text: string): boolean {
  if (text.length <= MAX_DEPTH) return false
  let depth = 0
  let inText = false
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (inText) {
      if (unit === 0x5c) i += 1
      else if (unit === 0x22) inText = false
    } else if (unit === 0x22) inText = true
    else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > MAX_DEPTH) return true
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1
  }
  return false
}

/** Fields by name; a repeated one becomes a list. */
function parseForm(text: string): Json {
  const fields = new Map<string, Json>()
  for (const [name, value] of new URLSearchParams(text)) {
    const before = fields.get(name)
    if (Array.isArray(before)) before.push(value)
    else fields.set(name, before === undefined ? value : [before, value])
  }
  return Object.fromEntries(fields)
}

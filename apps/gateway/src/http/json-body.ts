import { BodyMalformed, InputInvalid } from '@linkflow/kernel'
import { isUtf8 } from 'node:buffer'

/** How deep JSON may nest; deeper input would reach recursive code elsewhere. */
export const MAX_JSON_DEPTH = 32

/**
 * The value of a JSON body; an empty one is an empty object.
 *
 * @throws BodyMalformed; InputInvalid for what no later reader should have to fear: nesting beyond
 * {@link MAX_JSON_DEPTH}, a member `__proto__`, the character U+0000 (which PostgreSQL cannot store)
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  if (!isUtf8(bytes)) throw BodyMalformed()
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw BodyMalformed(undefined, { cause })
  }
  inspect(value, '', 1)
  return value
}

function inspect(value: unknown, pointer: string, depth: number): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000')) refuse(pointer, 'invalid-character', 'The character U+0000 cannot be stored.')
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth > MAX_JSON_DEPTH) refuse(pointer, 'too-deep', `JSON may nest at most ${MAX_JSON_DEPTH} levels deep.`)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) inspect(value[i], `${pointer}/${i}`, depth + 1)
    return
  }
  for (const [key, member] of Object.entries(value)) {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (key === '__proto__') refuse(at, 'forbidden-member', 'A member may not be called __proto__.')
    if (key.includes('\u0000')) refuse(at, 'invalid-character', 'The character U+0000 cannot be stored.')
    inspect(member, at, depth + 1)
  }
}

function refuse(pointer: string, code: string, message: string): never {
  throw InputInvalid({ errors: [{ pointer, code, message }] })
}

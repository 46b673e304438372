import { InputInvalid } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import type { IncomingHttpHeaders } from 'node:http'
import { createHash } from 'node:crypto'
import type { HttpContract } from './http-contract.js'

/**
 * The `Idempotency-Key` of a creating request with the SHA-256 of what it asks for; undefined when none is given or
 * the contract keeps none.
 *
 * @throws InputInvalid when the key is not 1 to 255 visible ASCII characters
 */
export function readIdempotency(
  contract: HttpContract,
  headers: IncomingHttpHeaders,
  input: unknown,
): RequestContext['idempotency'] {
  const key = headers['idempotency-key']
  if (!contract.idempotent || key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw InputInvalid({
      errors: [
        { pointer: '', code: 'invalid-header', message: 'Idempotency-Key must be 1 to 255 visible ASCII characters.' },
      ],
    })
  const bodyHash = createHash('sha256').update(canonicalJson(input)).digest('hex')
  return { contract: `${contract.service}/${contract.name}`, key, bodyHash }
}

/** JSON text that does not depend on the order members were written in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

import { InputInvalid, addressList } from '@linkflow/kernel'
import type { InputError } from '@linkflow/kernel'

/**
 * Where a new key may be used from. A key that is bound itself makes only keys that are bound as well: to its whole list
 * when nothing is asked for, else to entries of it or single addresses within them.
 *
 * @throws InputInvalid
 */
export function grantAddresses(
  asked: readonly string[] | undefined,
  held: readonly string[] | undefined,
): string[] | undefined {
  if (!held) return asked && [...asked]
  if (!asked) return [...held]
  const isHeld = addressList(held)
  const errors: InputError[] = []
  for (const [index, entry] of asked.entries()) {
    if (held.includes(entry) || isHeld(entry)) continue
    const message = 'The key that makes this one may not be used from there itself.'
    errors.push({ pointer: `/allow/${index}`, code: 'not-held', message })
  }
  if (errors.length > 0) throw InputInvalid({ errors })
  return [...asked]
}

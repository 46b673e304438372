import { InputInvalid } from '@linkflow/kernel'
import type { InputError } from '@linkflow/kernel'
import type { CredentialType } from './credential-types.js'

/**
 * Checks what was filled in against the type, all of it at once. Messages never repeat a value.
 *
 * @throws InputInvalid with a pointer to each field that is wrong
 */
export function checkFields(data: Readonly<Record<string, string>>, { fields, rules }: CredentialType): void {
  const known = new Set(fields.map(({ name }) => name))
  const errors: InputError[] = Object.keys(data)
    .filter((name) => !known.has(name))
    .map((name) => problemAt(name, 'unknown-member', 'This type of credential has no such field.'))
  for (const { name, required } of fields) {
    const value = Object.hasOwn(data, name) ? data[name] : undefined
    const rule = rules[name]
    if (!value) {
      if (required) errors.push(problemAt(name, 'required', 'Fill this in.'))
    } else if (rule && !rule.matches.test(value)) errors.push(problemAt(name, 'invalid-format', rule.message))
  }
  if (errors.length > 0) throw InputInvalid({ errors })
}

/** The fields that are no secret. */
export function publicFields(
  data: Readonly<Record<string, string>>,
  { fields }: CredentialType,
): Record<string, string> {
  const shown = fields
    .filter(({ secret }) => !secret)
    .flatMap(({ name }) => (data[name] !== undefined ? [[name, data[name]]] : []))
  return Object.fromEntries(shown)
}

function problemAt(name: string, code: string, message: string): InputError {
  return { pointer: `/data/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, code, message }
}

import type { InputError } from '@linkflow/kernel'

/** What a member that arrives as text becomes, by its JSON Schema type. */
export type TextType = 'text' | 'number' | 'boolean' | 'list'

/** The properties of a JSON Schema, as far as they are looked at. */
export type Properties = Readonly<Record<string, { type?: string; items?: { type?: string } }>>

export function textType(property: Properties[string] | undefined): TextType {
  switch (property?.type) {
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return 'list'
    default:
      return 'text'
  }
}

/**
 * The value of a member that arrived as text, in the path, the query or a header. Text that does not fit stays as it
 * is, with an error.
 */
export function readText(
  name: string,
  type: TextType,
  text: string | readonly string[],
  errors: InputError[],
): unknown {
  const refuse = (code: string, message: string) => errors.push({ pointer: `/${name}`, code, message })
  if (typeof text !== 'string') {
    if (type === 'list') return text.map((one) => readText(name, 'text', one, errors))
    refuse('repeated-member', `"${name}" may be given once.`)
    return text.at(-1)
  }
  if (text.includes('\u0000')) refuse('invalid-character', 'The character U+0000 cannot be stored.')
  if (type === 'list') return [text]
  if (type === 'number') {
    if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text)
    refuse('invalid-type', `"${name}" must be a number.`)
  }
  if (type === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true'
    refuse('invalid-type', `"${name}" must be true or false.`)
  }
  return text
}

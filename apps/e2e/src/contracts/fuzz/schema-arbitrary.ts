import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { JsonSchema } from '../minimal-value.js'

/** Longest generated text and list, whatever a schema would allow: what is longer is a mutation's affair. */
const TEXT = 40
const LIST = 4

/**
 * Values that a JSON Schema (draft 2020-12, as zod writes it) admits.
 *
 * @param ids UUIDs that exist, used now and then where the schema wants one
 */
export function schemaArbitrary(schema: JsonSchema, ids: readonly string[]): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return fc.oneof(...alternatives.map((one) => schemaArbitrary(one, ids)))
  switch (schema.type) {
    case 'object':
      return objectArbitrary(schema, ids)
    case 'array':
      return fc.array(schemaArbitrary(schema.items ?? {}, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? LIST, LIST),
      })
    case 'integer':
      return fc.oneof(
        fc.maxSafeInteger().map((n) => clamp(n, schema)),
        fc.integer({ min: -3, max: 103 }).map((n) => clamp(n, schema)),
      )
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => clamp(n, schema))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return textArbitrary(schema, ids)
    default:
      return fc.jsonValue({ maxDepth: 3 })
  }
}

function objectArbitrary(schema: JsonSchema, ids: readonly string[]): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema
  const members = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, schemaArbitrary(member, ids)])),
    { requiredKeys: required.filter((name) => name in properties) },
  )
  if (typeof additionalProperties !== 'object') return members
  const more = fc.dictionary(fc.string({ maxLength: 12 }), schemaArbitrary(additionalProperties, ids), {
    maxKeys: LIST,
  })
  return fc.tuple(more, members).map(([others, own]) => ({ ...others, ...own }))
}

function textArbitrary({ format, pattern, minLength = 0, maxLength = TEXT }: JsonSchema, ids: readonly string[]) {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid({ version: 7 }), fc.uuid())
  if (format === 'date-time')
    return fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }).map((at) => at.toISOString())
  if (format === 'email') return fc.emailAddress()
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  const length = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, TEXT)) }
  return fc.oneof(fc.string(length), fc.string({ ...length, unit: 'grapheme' }))
}

function clamp(value: number, { minimum = -Infinity, maximum = Infinity }: JsonSchema): number {
  return Math.min(maximum, Math.max(minimum, value))
}

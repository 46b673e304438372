import * as contracts from '@linkflow/contracts'
import { z } from 'zod'

/** A JSON Schema, as far as the documentation looks into it. */
export interface JsonSchema {
  type?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  description?: string
  [keyword: string]: unknown
}

const isSchema = (value: unknown): value is z.ZodType => value instanceof z.ZodType

/** The schemas that contracts export by name: the documentation calls them so, too. */
const named = z.registry<{ id: string }>()
for (const [name, value] of Object.entries(contracts))
  if (isSchema(value) && !named.has(value)) named.add(value, { id: name })

/** Converts schemas and collects the named ones they refer to. */
export class Schemas {
  readonly components: Record<string, JsonSchema> = {}

  /** What an operation answers; named schemas become references. */
  output(schema: z.ZodType): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...converted
    } = z.toJSONSchema(schema, {
      io: 'output',
      unrepresentable: 'any',
      metadata: named as never,
    }) as JsonSchema & { $defs?: Record<string, JsonSchema> }
    for (const [name, definition] of Object.entries($defs)) this.components[name] ??= relocated(definition)
    return relocated(converted)
  }

  /** What an operation takes, written out: it may differ from what views of the same name answer. */
  input(schema: z.ZodType): JsonSchema {
    const { $schema: _, ...converted } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
    return converted
  }

  add(name: string, schema: JsonSchema): void {
    this.components[name] ??= schema
  }
}

export const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** References point into the document instead of the schema; the names are those of the components. */
function relocated(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') return value.replace('#/$defs/', '#/components/schemas/')
    return value
  }) as JsonSchema
}

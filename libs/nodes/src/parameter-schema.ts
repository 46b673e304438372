import type { JsonSchema } from '@linkflow/graph'
import { z } from 'zod'

/**
 * The JSON Schema (2020-12) of a node type's parameters, from the zod schema its implementation reads them with: what
 * an editor may write. `meta` of the zod schema (titles, descriptions, examples, `x-ui`) is kept.
 */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw' })
  return rest
}

/** An annotation for parameters that are the same for every item: `{{` has no meaning in them. */
export const fixed = (ui: Record<string, unknown> = {}) => ({ 'x-ui': { expression: false, ...ui } })

/** Whether a value has an expression in it: its real value and type are known only at run time. */
export const Template = z.string().regex(/\{\{/, 'must be an expression in {{ }}')

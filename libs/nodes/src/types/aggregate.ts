import type { Item, Json, JsonObject } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { Field } from '../items/field-schema.js'
import { isAbsent } from '../items/order.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { getPath, parsePath, setPath } from '../values/path.js'

const Gathered = z.strictObject({
  field: Field.meta({ title: 'Field' }),
  as: Field.optional().meta({ title: 'As', description: 'The same name without it.' }),
})
const parameters = z.strictObject({
  fields: z
    .array(Gathered)
    .min(1)
    .max(64)
    .optional()
    .meta({
      title: 'Fields',
      description: 'Each becomes a list. Without it whole items are gathered.',
      examples: [[{ field: 'id', as: 'ids' }]],
      ...fixed(),
    }),
  as: Field.default('items').meta({ title: 'As', description: 'The field that whole items are put into.', ...fixed() }),
  absent: z
    .enum(['skip', 'null'])
    .default('skip')
    .meta({ title: 'Absent values', description: 'Left out of a list, or null in it.', ...fixed() }),
})

export const aggregate = definePureNode({
  manifest: {
    type: 'aggregate',
    version: 1,
    name: 'Aggregate',
    description: 'Makes one item of all.',
    group: 'data',
    icon: 'combine',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: 'The opposite of Split out: one item whose fields are lists of what the items had, in their order.',
  },
  parameters,
  compile: ({ fields, as, absent }) => {
    const lists = fields?.map((each) => ({ from: parsePath(each.field), to: parsePath(each.as ?? each.field) }))
    const whole = parsePath(as)
    return ({ inputs }) => {
      const items = inputs.main ?? []
      const json: JsonObject = {}
      if (lists) for (const { from, to } of lists) setPath(json, to, valuesAt(items, from, absent))
      else
        setPath(
          json,
          whole,
          items.map((item) => item.json),
        )
      return { outputs: { main: [{ json, source: items.map((_, index) => ({ index })) }] } }
    }
  },
})

function valuesAt(items: readonly Item[], path: readonly string[], absent: 'skip' | 'null'): Json[] {
  const values = items.map(({ json }) => getPath(json, path) as Json | undefined)
  return absent === 'null'
    ? values.map((value) => value ?? null)
    : (values.filter((value) => !isAbsent(value)) as Json[])
}

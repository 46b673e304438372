import type { Json, JsonObject } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { Field } from '../items/field-schema.js'
import { compareValues, isAbsent } from '../items/order.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { passOn } from '../values/pass-on.js'
import { getPath, parsePath } from '../values/path.js'

const Rule = z.strictObject({
  field: Field.meta({ title: 'Field' }),
  order: z.enum(['ascending', 'descending']).default('ascending').meta({ title: 'Order' }),
  ignoreCase: z.boolean().default(false).meta({ title: 'Ignore case' }),
})
const parameters = z.strictObject({
  by: z
    .array(Rule)
    .min(1)
    .max(16)
    .meta({
      title: 'Sort by',
      description: 'The next one decides where the one before does not.',
      examples: [[{ field: 'customer.name' }, { field: 'total', order: 'descending' }]],
      ...fixed(),
    }),
})
type Compare = (left: JsonObject, right: JsonObject) => number

export const sort = definePureNode({
  manifest: {
    type: 'sort',
    version: 1,
    name: 'Sort',
    description: 'Puts the items in order.',
    group: 'data',
    icon: 'arrow-up-down',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `Numbers by size, texts by code unit. Mixed kinds: numbers, texts, booleans, then arrays and objects. Items without the
field come last in either order. What is equal keeps its order.`,
  },
  parameters,
  compile: ({ by }) => {
    const rules = by.map(compileRule)
    const compare: Compare = (left, right) => {
      for (const rule of rules) {
        const order = rule(left, right)
        if (order !== 0) return order
      }
      return 0
    }
    return ({ inputs }) => {
      const main = (inputs.main ?? []).map(passOn).sort((left, right) => compare(left.json, right.json))
      return { outputs: { main } }
    }
  },
})

function compileRule({ field, order, ignoreCase }: z.output<typeof Rule>): Compare {
  const path = parsePath(field)
  const sign = order === 'ascending' ? 1 : -1
  const valueOf = (json: JsonObject): Json | undefined => {
    const value = getPath(json, path) as Json | undefined
    return ignoreCase && typeof value === 'string' ? value.toLowerCase() : value
  }
  return (left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)]
    if (isAbsent(a) || isAbsent(b)) return compareValues(a, b)
    return sign * compareValues(a, b)
  }
}

import type { Item, Json, JsonObject } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { Field } from '../items/field-schema.js'
import { checkSize } from '../merge/inputs.js'
import { NodeError } from '../node-error.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { atItem } from '../parameters.js'
import { getPath, parsePath, setPath } from '../values/path.js'

const parameters = z.strictObject({
  field: Field.meta({ title: 'Field', description: 'Where the list is.', examples: ['order.lines'], ...fixed() }),
  keep: z
    .enum(['none', 'others'])
    .default('none')
    .meta({ title: 'Keep', description: 'The other fields of the item, in each of the new ones.', ...fixed() }),
  as: Field.optional().meta({
    title: 'As',
    description: 'The field that an element is put into. Objects become items of their own without it.',
    ...fixed(),
  }),
})

export const splitOut = definePureNode({
  manifest: {
    type: 'split-out',
    version: 1,
    name: 'Split out',
    description: 'Makes an item of each element of a list.',
    group: 'data',
    icon: 'split',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `An element that is an object becomes the item; another one is put into a field with the last name of \`field\`, unless
\`as\` says where. With \`keep: others\` every new item also has the other fields; then elements stay in their field unless
\`as\` moves them. An item whose list is absent, null or empty gives none; a field that is something else fails.

At most 100,000 items come out.`,
  },
  parameters,
  compile: ({ field, keep, as }) => {
    const path = parsePath(field)
    const target = as === undefined ? (keep === 'others' ? path : undefined) : parsePath(as)
    const name = path.at(-1)!
    const itemOf = (element: Json, { json }: Item): JsonObject => {
      const made: JsonObject = keep === 'others' ? { ...json } : {}
      if (keep === 'others') setPath(made, path, undefined)
      if (target) setPath(made, target, element)
      else if (isObject(element)) return element
      else made[name] = element
      return made
    }
    return ({ inputs }) => {
      let count = 0
      const main = (inputs.main ?? []).flatMap((item, index) =>
        atItem(index, () => {
          const elements = listAt(item.json, path)
          checkSize((count += elements.length))
          return elements.map((element): Item => ({ json: itemOf(element, item), source: [{ index }] }))
        }),
      )
      return { outputs: { main } }
    }
  },
})

function listAt(json: JsonObject, path: readonly string[]): readonly Json[] {
  const value = getPath(json, path)
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value as Json[]
  throw new NodeError('node/not-a-list', `${path.join('.')} is not a list.`, { details: { path: path.join('.') } })
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

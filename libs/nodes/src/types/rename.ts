import type { Item, Json } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { Field } from '../items/field-schema.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { atItem } from '../parameters.js'
import { getPath, parsePath, setPath } from '../values/path.js'

const parameters = z.strictObject({
  fields: z
    .array(z.strictObject({ from: Field.meta({ title: 'From' }), to: Field.meta({ title: 'To' }) }))
    .min(1)
    .max(64)
    .meta({ title: 'Fields', examples: [[{ from: 'mail', to: 'contact.email' }]], ...fixed() }),
})

export const rename = definePureNode({
  manifest: {
    type: 'rename',
    version: 1,
    name: 'Rename fields',
    description: 'Moves fields to other names.',
    group: 'data',
    icon: 'text-cursor-input',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `All fields are taken before any is put, so that two can change places. A field that is absent moves nothing. What stood at
the new name is replaced.`,
  },
  parameters,
  compile: ({ fields }) => {
    const moves = fields.map(({ from, to }) => ({ from: parsePath(from), to: parsePath(to) }))
    return ({ inputs }) => {
      const main = (inputs.main ?? []).map((item, index) =>
        atItem(index, (): Item => {
          const json = { ...item.json }
          const taken = moves.map(({ from }) => getPath(item.json, from) as Json | undefined)
          moves.forEach(({ from }, at) => taken[at] !== undefined && setPath(json, from, undefined))
          moves.forEach(({ to }, at) => taken[at] !== undefined && setPath(json, to, taken[at]))
          const source = [{ index }]
          return item.binary ? { json, binary: item.binary, source } : { json, source }
        }),
      )
      return { outputs: { main } }
    }
  },
})

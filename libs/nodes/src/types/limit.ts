import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { passOn } from '../values/pass-on.js'

const parameters = z.strictObject({
  maxItems: z
    .int()
    .min(0)
    .default(1)
    .meta({ title: 'Most items', ...fixed() }),
  keep: z
    .enum(['first', 'last'])
    .default('first')
    .meta({ title: 'Keep', ...fixed() }),
})

export const limit = definePureNode({
  manifest: {
    type: 'limit',
    version: 1,
    name: 'Limit',
    description: 'Passes on so many items and no more.',
    group: 'flow',
    icon: 'list-end',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: 'The first `maxItems` items, or the last ones; the others end here.',
  },
  parameters,
  compile:
    ({ maxItems, keep }) =>
    ({ inputs }) => {
      const items = (inputs.main ?? []).map(passOn)
      const main = keep === 'first' ? items.slice(0, maxItems) : items.slice(Math.max(0, items.length - maxItems))
      return { outputs: { main } }
    },
})

import type { Item } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { byKey } from '../merge/by-key.js'
import { byPosition } from '../merge/by-position.js'
import { inputPorts, passFrom } from '../merge/inputs.js'
import type { MergeInput } from '../merge/inputs.js'
import { multiply } from '../merge/multiply.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { PATH_PATTERN } from '../values/path.js'

const path = z.string().max(256).regex(PATH_PATTERN)

const parameters = z.strictObject({
  mode: z
    .enum(['append', 'by-position', 'by-key', 'multiply', 'choose', 'wait'])
    .default('append')
    .meta({ title: 'Mode', ...fixed() }),
  inputs: z
    .int()
    .min(2)
    .max(32)
    .default(2)
    .meta({ title: 'Inputs', description: 'How many.', ...fixed() }),
  clash: z
    .enum(['last', 'first'])
    .default('last')
    .meta({
      title: 'Same field',
      description: 'Whose value stays when merged items have a field in common.',
      ...fixed(),
    }),
  unpaired: z
    .enum(['keep', 'drop'])
    .default('keep')
    .meta({ title: 'Items without partner', description: 'By position: when an input is shorter.', ...fixed() }),
  key: z
    .union([path, z.array(path).min(1).max(32)])
    .optional()
    .meta({
      title: 'Key',
      description: 'By key: the field, or one for each input.',
      examples: ['customer.id'],
      ...fixed(),
    }),
  join: z
    .enum(['inner', 'left', 'outer', 'anti'])
    .default('inner')
    .meta({ title: 'Join', description: 'By key: which items without partner stay.', ...fixed() }),
  input: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .meta({ title: 'Input', description: 'Choose: which one; the first that has items, unless given.', ...fixed() }),
})
type Parameters = z.output<typeof parameters>

export const merge = definePureNode({
  manifest: {
    type: 'merge',
    version: 1,
    name: 'Merge',
    description: 'Waits for its inputs and makes one list of them.',
    group: 'flow',
    icon: 'merge',
    inputs: [{ name: 'input-', repeat: true }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `Inputs are called \`input-1\`, \`input-2\`, …; one that nothing reached counts as empty.

* \`append\`: all items, input after input.
* \`by-position\`: the first items of all inputs become one item, then the second ones, …
* \`by-key\`: items with equal values of \`key\` become one, every match with every match. \`inner\` keeps matches only, \`left\`
  also what only the first input has, \`outer\` everything, \`anti\` only what the first input has alone. Items without the key match nothing.
* \`multiply\`: every combination.
* \`choose\`: the items of one input.
* \`wait\`: one empty item, once all inputs are there.

At most 100,000 items come out.`,
  },
  parameters: parameters.refine(({ mode, key }) => mode !== 'by-key' || key !== undefined, {
    path: ['key'],
    error: 'is required for by-key',
  }),
  compile: (given) => (input) => ({ outputs: { main: mergeItems(given, inputPorts(input.inputs, given.inputs)) } }),
})

function mergeItems(given: Parameters, inputs: readonly MergeInput[]): Item[] {
  switch (given.mode) {
    case 'append':
      return inputs.flatMap(passFrom)
    case 'by-position':
      return byPosition(inputs, given)
    case 'by-key':
      return byKey(inputs, { ...given, key: given.key ?? [] })
    case 'multiply':
      return multiply(inputs, given.clash)
    case 'choose': {
      const { input } = given
      const chosen = input === undefined ? inputs.find(({ items }) => items.length > 0) : inputs[input - 1]
      return chosen ? passFrom(chosen) : []
    }
    case 'wait':
      return [{ json: {}, source: inputs.flatMap(passFrom).flatMap(({ source }) => source ?? []) }]
  }
}

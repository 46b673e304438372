import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { parameterSchema } from '../parameter-schema.js'
import { passOn } from '../values/pass-on.js'

const parameters = z.strictObject({})

export const noOp = definePureNode({
  manifest: {
    type: 'no-op',
    version: 1,
    name: 'No operation',
    description: 'Passes items on as they are.',
    group: 'flow',
    icon: 'circle-dashed',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: 'A place where branches meet, or where one ends on purpose.',
  },
  parameters,
  compile: () => (input) => ({ outputs: { main: (input.inputs.main ?? []).map(passOn) } }),
})

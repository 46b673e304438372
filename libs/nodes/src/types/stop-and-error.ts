import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { NodeError } from '../node-error.js'
import { parameterSchema } from '../parameter-schema.js'
import { parseParameters, resolveParameters } from '../parameters.js'

const parameters = z.strictObject({
  message: z
    .string()
    .min(1)
    .max(4000)
    .meta({ title: 'Message', examples: ['Order {{ $json.id }} has no customer.'] }),
  code: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/)
    .default('node/stopped')
    .meta({ title: 'Code', description: 'What programs decide on.', examples: ['orders/no-customer'] }),
})

export const stopAndError = definePureNode({
  manifest: {
    type: 'stop-and-error',
    version: 1,
    name: 'Stop and error',
    description: 'Fails the execution with a message of your own.',
    group: 'flow',
    icon: 'octagon-x',
    inputs: [{ name: 'main' }],
    outputs: [],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: 'Expressions see the first item that arrived. It is never tried again.',
  },
  parameters: z.record(z.string(), z.unknown()),
  compile: (given) => (input) => {
    const { code, message } = parseParameters(parameters, resolveParameters(given, input.scope(0)))
    throw new NodeError(code, message)
  },
})

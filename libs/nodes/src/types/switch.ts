import type { Outputs } from '@linkflow/kernel'
import { z } from 'zod'
import { compileCondition } from '../conditions/compile-condition.js'
import { askedOnce, conditionDocs, conditionMembers } from '../conditions/condition-schema.js'
import { definePureNode } from '../define-pure-node.js'
import type { Run } from '../define-pure-node.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { atItem } from '../parameters.js'
import { passOn } from '../values/pass-on.js'

const Rule = askedOnce(
  z.strictObject({
    name: z.string().max(128).optional().meta({ title: 'Name', description: 'Shown at the output.' }),
    ...conditionMembers,
  }),
)

const parameters = z.strictObject({
  rules: z
    .array(Rule)
    .min(1)
    .max(100)
    .meta({ title: 'Rules', description: 'One output each, in this order.', 'x-ui': { widget: 'rules' } }),
  fallback: z
    .boolean()
    .default(false)
    .meta({ title: 'Fallback', description: 'Sends items that no rule takes to the output fallback.', ...fixed() }),
  mode: z
    .enum(['first', 'all'])
    .default('first')
    .meta({ title: 'Mode', description: 'Send an item to the first rule that holds, or to all of them.', ...fixed() }),
})

export const switchNode = definePureNode({
  manifest: {
    type: 'switch',
    version: 1,
    name: 'Switch',
    description: 'Sends each item to the outputs whose rules it meets.',
    group: 'flow',
    icon: 'signpost',
    inputs: [{ name: 'main' }],
    outputs: [],
    dynamicOutputs: { count: { pointer: '/rules' }, extra: ['fallback'] },
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `The rules' outputs are called \`0\`, \`1\`, …; an item that no rule takes goes to \`fallback\` when that is on, and ends
here otherwise. ${conditionDocs}`,
  },
  parameters,
  compile,
})

function compile({ rules, fallback, mode }: z.output<typeof parameters>): Run {
  const tests = rules.map((rule, index) => compileCondition(rule, `/rules/${index}`))
  return ({ inputs, scope }) => {
    const outputs: Outputs = {}
    for (let port = 0; port < tests.length; port++) outputs[port] = []
    if (fallback) outputs.fallback = []
    ;(inputs.main ?? []).forEach((item, index) => {
      const at = scope(index)
      let taken = false
      atItem(index, () => {
        for (const [port, test] of tests.entries()) {
          if (!test(at)) continue
          outputs[port]?.push(passOn(item, index))
          taken = true
          if (mode === 'first') break
        }
      })
      if (!taken) outputs.fallback?.push(passOn(item, index))
    })
    return { outputs }
  }
}

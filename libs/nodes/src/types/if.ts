import type { Item } from '@linkflow/kernel'
import { z } from 'zod'
import { compileCondition } from '../conditions/compile-condition.js'
import { askedOnce, conditionDocs, conditionMembers } from '../conditions/condition-schema.js'
import { definePureNode } from '../define-pure-node.js'
import { parameterSchema } from '../parameter-schema.js'
import { atItem } from '../parameters.js'
import { passOn } from '../values/pass-on.js'

const parameters = askedOnce(z.strictObject(conditionMembers))

export const ifNode = definePureNode({
  manifest: {
    type: 'if',
    version: 1,
    name: 'If',
    description: 'Sends each item one of two ways.',
    group: 'flow',
    icon: 'split',
    inputs: [{ name: 'main' }],
    outputs: [
      { name: 'true', label: 'True' },
      { name: 'false', label: 'False' },
    ],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `Asked of every item by itself. ${conditionDocs}`,
  },
  parameters,
  compile: (given) => {
    const test = compileCondition(given, '')
    return ({ inputs, scope }) => {
      const outputs: { true: Item[]; false: Item[] } = { true: [], false: [] }
      ;(inputs.main ?? []).forEach((item, index) => {
        const holds = atItem(index, () => test(scope(index)))
        outputs[holds ? 'true' : 'false'].push(passOn(item, index))
      })
      return { outputs }
    }
  },
})

import { z } from 'zod'
import { compileCondition } from '../conditions/compile-condition.js'
import { askedOnce, conditionDocs, conditionMembers } from '../conditions/condition-schema.js'
import { definePureNode } from '../define-pure-node.js'
import { parameterSchema } from '../parameter-schema.js'
import { atItem } from '../parameters.js'
import { passOn } from '../values/pass-on.js'

const parameters = askedOnce(z.strictObject(conditionMembers))

export const filter = definePureNode({
  manifest: {
    type: 'filter',
    version: 1,
    name: 'Filter',
    description: 'Passes on the items for which a condition holds.',
    group: 'flow',
    icon: 'filter',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `The other items end here. ${conditionDocs}`,
  },
  parameters,
  compile: (given) => {
    const test = compileCondition(given, '')
    return ({ inputs, scope }) => {
      const main = (inputs.main ?? []).flatMap((item, index) =>
        atItem(index, () => test(scope(index))) ? [passOn(item, index)] : [],
      )
      return { outputs: { main } }
    }
  },
})

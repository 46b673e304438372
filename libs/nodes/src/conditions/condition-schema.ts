import { z } from 'zod'
import { fixed, Template } from '../parameter-schema.js'
import { plainOperators } from './operators.js'
import type { PlainOperator } from './operators.js'
import { scopedOperators } from './scoped-operators.js'

type Operator = PlainOperator | keyof typeof scopedOperators
const operators = [...Object.keys(plainOperators), ...Object.keys(scopedOperators)] as [Operator, ...Operator[]]

const Comparison = z.strictObject({
  left: z.unknown().meta({ title: 'Value', examples: ['{{ $json.total }}'] }),
  operator: z.enum(operators).meta({ title: 'Operator' }),
  right: z
    .unknown()
    .optional()
    .meta({ title: 'Compared with', description: 'Not used by exists, is-empty, is-true, …' }),
})
export type Comparison = z.output<typeof Comparison>

/** The members by which a node says what to ask of an item. */
export const conditionMembers = {
  condition: z
    .union([Template, z.boolean()])
    .optional()
    .meta({ title: 'Condition', description: 'One expression.', examples: ['{{ $json.total > 100 }}'] }),
  conditions: z
    .array(Comparison)
    .min(1)
    .max(100)
    .optional()
    .meta({
      title: 'Conditions',
      'x-ui': { widget: 'conditions' },
      examples: [[{ left: '{{ $json.total }}', operator: 'greater', right: 100 }]],
    }),
  combine: z
    .enum(['and', 'or'])
    .default('and')
    .meta({ title: 'Combine', description: 'Whether all conditions must hold, or one.', ...fixed() }),
}

const _Condition = z.strictObject(conditionMembers)
export type Condition = z.output<typeof _Condition>

/** Adds the rule that a node asks by an expression or by conditions, to the schema and to its JSON Schema. */
export function askedOnce<S extends z.ZodType<Condition>>(schema: S): S {
  return schema
    .refine(({ condition, conditions }) => (condition === undefined) !== (conditions === undefined), {
      error: 'needs either condition or conditions',
    })
    .meta({ oneOf: [{ required: ['condition'] }, { required: ['conditions'] }] })
}

export const conditionDocs = `Ask with one expression (\`condition\`), or with \`conditions\` of \`left\`, \`operator\`, \`right\`.
An expression that is not a boolean holds when JavaScript calls it true; the texts \`"false"\` and \`""\` do not hold.

* \`equals\`, \`not-equals\`: by value; a number equals the text that says it. \`in\` and \`contains\`: text in text, element in array, name in object.
* \`greater\`, \`less\`, \`…-or-equal\`: numbers (also in text), or two texts; with something absent they do not hold.
* \`matches\`: a regular expression (RE2), found anywhere. \`before\`, \`after\`: dates, as text or Unix milliseconds.
* \`exists\`: neither absent nor null, also when the path to it is missing. \`is-empty\`: absent, \`""\`, \`[]\`, \`{}\`.`

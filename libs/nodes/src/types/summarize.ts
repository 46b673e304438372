import type { Item, Json, JsonObject } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { canonical } from '../items/canonical.js'
import { Field, fieldList } from '../items/field-schema.js'
import { isAbsent } from '../items/order.js'
import { operations, summarize as summaryOf } from '../items/summaries.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { getPath, parsePath, setPath } from '../values/path.js'

const Summary = z.strictObject({
  field: Field.meta({ title: 'Field' }),
  operation: z.enum(operations).meta({ title: 'Operation' }),
  as: Field.optional().meta({
    title: 'As',
    description: 'The operation and the field, such as sum_total, without it.',
  }),
  separator: z.string().max(16).default(', ').meta({ title: 'Separator', description: 'For join.' }),
})
const parameters = z.strictObject({
  fields: z
    .array(Summary)
    .min(1)
    .max(64)
    .meta({ title: 'Fields', examples: [[{ field: 'total', operation: 'sum' }]], ...fixed() }),
  groupBy: fieldList('Group by', 'One item for each combination of these. One for all without it.').optional(),
})

interface Group {
  indexes: number[]
  json: JsonObject
}

export const summarize = definePureNode({
  manifest: {
    type: 'summarize',
    version: 1,
    name: 'Summarize',
    description: 'Counts, adds up and compares fields of the items, by group.',
    group: 'data',
    icon: 'sigma',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `What is absent or null is left out of every operation. \`sum\` and \`average\` take numbers and texts that say one; anything else
fails. Groups come in the order in which their first item came, and have the fields they are grouped by.`,
  },
  parameters,
  compile: ({ fields, groupBy }) => {
    const paths = (groupBy ?? []).map(parsePath)
    const summaries = fields.map((each) => ({
      question: each,
      from: parsePath(each.field),
      to:
        each.as === undefined
          ? [`${each.operation.replace('-', '_')}_${each.field.replaceAll('.', '_')}`]
          : parsePath(each.as),
    }))
    return ({ inputs }) => {
      const items = inputs.main ?? []
      const main = groupsOf(items, paths).map(({ indexes, json }): Item => {
        for (const { question, from, to } of summaries) {
          const values = indexes.map((index) => getPath(items[index]!.json, from) as Json | undefined)
          setPath(json, to, summaryOf(values.filter((value) => !isAbsent(value)) as Json[], question))
        }
        return { json, source: indexes.map((index) => ({ index })) }
      })
      return { outputs: { main } }
    }
  },
})

function groupsOf(items: readonly Item[], paths: readonly string[][]): Group[] {
  const groups = new Map<string, Group>()
  if (paths.length === 0) return [{ indexes: items.map((_, index) => index), json: {} }]
  items.forEach(({ json }, index) => {
    const values = paths.map((path) => getPath(json, path) as Json | undefined)
    const key = values.map(canonical).join('\n')
    const known = groups.get(key)
    if (known) known.indexes.push(index)
    else groups.set(key, { indexes: [index], json: groupFields(paths, values) })
  })
  return [...groups.values()]
}

function groupFields(paths: readonly string[][], values: readonly (Json | undefined)[]): JsonObject {
  const json: JsonObject = {}
  paths.forEach((path, at) => setPath(json, path, values[at]))
  return json
}

import type { Item, JsonObject } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import type { Run } from '../define-pure-node.js'
import { fixed, parameterSchema } from '../parameter-schema.js'
import { atItem, compileValue, escapeKey } from '../parameters.js'
import type { Resolve } from '../parameters.js'
import { PATH_PATTERN, parsePath, setPath } from '../values/path.js'

const parameters = z.strictObject({
  fields: z.record(z.string().max(256).regex(PATH_PATTERN), z.unknown()).meta({
    title: 'Fields',
    description: 'Name -> value. Dots in a name lead into objects.',
    'x-ui': { widget: 'fields' },
    examples: [{ total: '{{ $json.price * $json.count }}', 'customer.name': 'Ada' }],
  }),
  keep: z
    .enum(['all', 'none'])
    .default('all')
    .meta({ title: 'Keep', description: 'The members an item already has.', ...fixed() }),
})

export const set = definePureNode({
  manifest: {
    type: 'set',
    version: 1,
    name: 'Set fields',
    description: 'Gives each item new or changed fields.',
    group: 'data',
    icon: 'pencil',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `Text at any depth of a value may have expressions; a text that is one single expression keeps the value's type.
All expressions see the item as it arrived. A value that is undefined removes its field.

A dotted name such as \`customer.address.city\` makes the objects on its way; a number leads into an array.
With \`keep: none\` an item has the given fields only, and no files.`,
  },
  parameters,
  compile,
})

function compile({ fields, keep }: z.output<typeof parameters>): Run {
  const assignments = Object.entries(fields).map(([name, value]): { path: string[]; resolve: Resolve } => ({
    path: parsePath(name),
    resolve: compileValue(value, `/fields/${escapeKey(name)}`),
  }))
  const shape: JsonObject = {}
  for (const { path } of assignments) if (path.length === 1) shape[path[0] as string] = null
  return ({ inputs, scope }) => {
    const items = inputs.main ?? []
    const main = items.map((item, index) => {
      const at = scope(index)
      return atItem(index, (): Item => {
        const json = keep === 'all' ? withMembers(item.json, shape) : { ...shape }
        for (const { path, resolve } of assignments) setPath(json, path, resolve(at))
        const source = [{ index }]
        return keep === 'all' && item.binary ? { json, binary: item.binary, source } : { json, source }
      })
    })
    return { outputs: { main } }
  }
}

/**
 * A copy of `json` that already has the members of `shape`: assigning to members that exist is some fifty times faster
 * in V8 than adding them one by one to a copy.
 */
function withMembers(json: JsonObject, shape: JsonObject): JsonObject {
  // Object.assign would take this member of somebody's data for a prototype.
  return Object.hasOwn(json, '__proto__') ? { ...json, ...shape } : Object.assign({}, json, shape)
}

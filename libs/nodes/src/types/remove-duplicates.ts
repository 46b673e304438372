import type { Json, JsonObject } from '@linkflow/kernel'
import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import { canonical } from '../items/canonical.js'
import { fieldList } from '../items/field-schema.js'
import { parameterSchema } from '../parameter-schema.js'
import { passOn } from '../values/pass-on.js'
import { getPath, parsePath } from '../values/path.js'

const parameters = z.strictObject({
  fields: fieldList('Fields', 'Items are the same when these are. Without it everything must be the same.').optional(),
})

export const removeDuplicates = definePureNode({
  manifest: {
    type: 'remove-duplicates',
    version: 1,
    name: 'Remove duplicates',
    description: 'Passes on the first of the items that are the same.',
    group: 'data',
    icon: 'copy-minus',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `Compared by value: the order of an object's fields does not matter, and the number 1 is not the text "1". A field that is
absent equals one that is absent, and nothing else. It looks at the items of one execution only.`,
  },
  parameters,
  compile: ({ fields }) => {
    const paths = fields?.map(parsePath)
    const keyOf = (json: JsonObject) =>
      paths ? paths.map((path) => canonical(getPath(json, path) as Json | undefined)).join('\n') : canonical(json)
    return ({ inputs }) => {
      const seen = new Set<string>()
      const main = (inputs.main ?? []).flatMap((item, index) => {
        const key = keyOf(item.json)
        if (seen.has(key)) return []
        seen.add(key)
        return [passOn(item, index)]
      })
      return { outputs: { main } }
    }
  },
})

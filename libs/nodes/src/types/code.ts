import type { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { fixed, parameterSchema } from '../parameter-schema.js'

/** The parameters of a run of code. */
export const CodeParameters = z.strictObject({
  code: z
    .string()
    .min(1)
    .max(256 * 1024)
    .meta({
      title: 'Code',
      description: 'The body of an async JavaScript function that returns items.',
      examples: ['return $input.all().map(({ json }) => ({ total: json.price * json.count }))'],
      ...fixed({ widget: 'code', language: 'javascript' }),
    }),
  mode: z
    .enum(['all-items', 'each-item'])
    .default('all-items')
    .meta({ title: 'Mode', description: 'Once for all items, or once for each.', ...fixed() }),
})

export const code: NodeTypeManifest = {
  type: 'code',
  version: 1,
  name: 'Code',
  description: 'Runs JavaScript on the items.',
  group: 'data',
  icon: 'braces',
  inputs: [{ name: 'main' }],
  outputs: [{ name: 'main' }],
  effect: 'read',
  once: true,
  parameters: parameterSchema(CodeParameters),
  docs: `The code is the body of an async function. It sees \`$input\` (\`all()\`, \`first()\`, \`last()\`, \`item\`), \`$json\`, \`$item\` and
\`$index\` (of the first item, or of each one with \`each-item\`), and returns a list of items \`{ json }\` or of plain objects, one of
either, or nothing. \`{{ }}\` has no meaning in it.

It runs in a sandbox: no files, network, timers, modules or other workflows; nothing is left for the next run. Time and memory
are limited; \`Date\` and \`Math.random\` are there. An execution that is resumed after a crash may run it again when its result had
not been recorded.`,
}

import { z } from 'zod'
import { definePureNode } from '../define-pure-node.js'
import type { NodeResponse } from '../node.js'
import { parameterSchema } from '../parameter-schema.js'
import { parseParameters, resolveParameters } from '../parameters.js'
import { passOn } from '../values/pass-on.js'

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const parameters = z.strictObject({
  status: z.int().min(200).max(599).default(200).meta({ title: 'Status' }),
  headers: z
    .record(
      z.string().regex(HEADER_NAME),
      // Anything else would let data add headers of its own.
      z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be printable, on one line'),
    )
    .default({})
    .meta({ title: 'Headers', examples: [{ 'Content-Type': 'text/plain' }] }),
  body: z
    .unknown()
    .optional()
    .meta({
      title: 'Body',
      description: 'The first item, unless given.',
      examples: [{ ok: true, id: '{{ $json.id }}' }],
    }),
})

export const respondToWebhook = definePureNode({
  manifest: {
    type: 'respond-to-webhook',
    version: 1,
    name: 'Respond to webhook',
    description: 'Answers the request that started the workflow.',
    group: 'flow',
    icon: 'reply',
    inputs: [{ name: 'main' }],
    outputs: [{ name: 'main' }],
    effect: 'pure',
    parameters: parameterSchema(parameters),
    docs: `For a *Webhook trigger* that responds by \`respond-node\`. The first answer counts; items pass through.
Expressions see the first item. A text is sent as it is, everything else as JSON.`,
  },
  parameters: z.record(z.string(), z.unknown()),
  compile: (given) => (input) => {
    const items = input.inputs.main ?? []
    const { status, headers, body } = parseParameters(
      parameters,
      resolveParameters(given, input.scope(items.length ? 0 : -1)),
    )
    const fallback = Object.hasOwn(given, 'body') ? null : (items[0]?.json ?? {})
    const response: NodeResponse = { status, headers, body: body === undefined ? fallback : body }
    return { outputs: { main: items.map(passOn) }, response }
  },
})

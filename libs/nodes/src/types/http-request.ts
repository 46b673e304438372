import type { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { parameterSchema } from '../parameter-schema.js'

const scalar = z.union([z.string(), z.number(), z.boolean()])
const many = z.union([scalar, z.array(scalar)])

const file = z
  .strictObject({ binary: z.string().min(1) })
  .meta({ description: 'A file of the item, by the name of its binary.' })

const body = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('json'), value: z.unknown().optional() }).meta({ title: 'JSON' }),
  z.strictObject({ type: z.literal('form'), value: z.record(z.string(), many) }).meta({ title: 'Form fields' }),
  z
    .strictObject({ type: z.literal('text'), value: z.string(), contentType: z.string().optional() })
    .meta({ title: 'Text' }),
  z
    .strictObject({ type: z.literal('multipart'), value: z.record(z.string(), z.union([scalar, file])) })
    .meta({ title: 'Multipart form, with files' }),
  z
    .strictObject({ type: z.literal('binary'), value: z.string().min(1).describe('Name of the item’s binary.') })
    .meta({ title: 'A file' }),
])

/** The parameters of one HTTP request, once its templates have become values. */
export const HttpRequestParameters = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET').meta({ title: 'Method' }),
  url: z
    .string()
    .min(1)
    .max(8192)
    .meta({ title: 'URL', description: 'http or https.', examples: ['https://api.example.com/orders/{{ $json.id }}'] }),
  query: z
    .record(z.string(), many)
    .optional()
    .meta({ title: 'Query', description: 'Added to the URL; an array repeats its name.' }),
  headers: z
    .record(z.string(), scalar)
    .optional()
    .meta({ title: 'Headers', examples: [{ Accept: 'application/json' }] }),
  body: body.optional().meta({ title: 'Body' }),
  response: z
    .enum(['auto', 'json', 'text', 'binary'])
    .default('auto')
    .meta({ title: 'Read the response as', description: '`auto` goes by its content type.' }),
  failOnStatus: z
    .boolean()
    .default(true)
    .meta({ title: 'Fail on 4xx and 5xx', description: 'Otherwise such a response is an item like any other.' }),
  followRedirects: z.boolean().default(true).meta({ title: 'Follow redirects', description: 'At most five.' }),
  maxBytes: z
    .int()
    .min(1)
    .optional()
    .meta({ title: 'Largest response', description: 'Bytes, after decompression; more fails the node.' }),
})
export type HttpRequestParameters = z.output<typeof HttpRequestParameters>

export const httpRequest: NodeTypeManifest = {
  type: 'http-request',
  version: 1,
  name: 'HTTP request',
  description: 'Sends a request for every item and gives what came back.',
  group: 'io',
  icon: 'globe',
  inputs: [{ name: 'main' }],
  outputs: [{ name: 'main' }],
  effect: 'write',
  credentials: [{ slot: 'auth', types: ['header', 'basic', 'bearer', 'generic'], required: false }],
  parameters: parameterSchema(HttpRequestParameters),
  outputSchema: {
    type: 'object',
    required: ['status', 'headers'],
    properties: {
      status: { type: 'integer' },
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      body: { description: 'JSON or text; absent when the response is a file, which is the binary `data`.' },
    },
  },
  docs: `One request for each item, five at a time; items come out in the order they went in.

Requests that change something carry an \`Idempotency-Key\` that stays the same when the node is tried again.

Fails with \`http/status\` (details: \`status\`, \`body\`), \`http/dns\`, \`http/connection\`, \`http/tls\`, \`http/timeout\`,
\`http/response-too-large\`, \`http/invalid-response\`, \`http/invalid-request\`, \`http/too-many-redirects\` or
\`http/blocked-address\`. Statuses 408, 425, 429, 5xx and network errors other than
TLS are worth another try; \`Retry-After\` is respected.

Addresses inside the network (loopback, private, link-local, metadata services) are refused unless the operator allows them.`,
}

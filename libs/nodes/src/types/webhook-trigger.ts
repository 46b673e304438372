import type { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { fixed, parameterSchema } from '../parameter-schema.js'

const headerName = z.string().min(1).max(128)
const credentialId = z.uuid().meta({ title: 'Credential', 'x-ui': { widget: 'credential' } })
const previousCredentialId = z
  .uuid()
  .meta({ title: 'Previous credential', description: 'Also accepted, while a secret is being rotated.' })

const verification = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'Nobody is checked' }),
  z
    .strictObject({ kind: z.literal('header'), header: headerName, credentialId })
    .meta({ title: 'A header with a secret' }),
  z.strictObject({ kind: z.literal('basic'), credentialId }).meta({ title: 'A user name and a password' }),
  z
    .strictObject({
      kind: z.literal('jwt'),
      algorithm: z.enum(['HS256', 'HS384', 'HS512', 'RS256', 'PS256', 'ES256', 'EdDSA']).default('HS256'),
      header: headerName.default('Authorization').meta({ description: '"Bearer " before the token is left out.' }),
      issuer: z.string().max(512).optional(),
      audience: z.string().max(512).optional(),
      credentialId,
      previousCredentialId: previousCredentialId.optional(),
    })
    .meta({ title: 'A JSON Web Token', description: 'The credential is the shared secret, or the public key as PEM.' }),
  z
    .strictObject({
      kind: z.literal('preset'),
      preset: z.enum(['github', 'gitlab', 'hubspot', 'shopify', 'slack', 'stripe', 'twilio']),
      credentialId,
      previousCredentialId: previousCredentialId.optional(),
    })
    .meta({ title: 'A known sender', description: 'Its signature, its event id, and its handshake where it has one.' }),
  z
    .strictObject({
      kind: z.literal('hmac'),
      header: headerName.meta({ title: 'Header with the signature', examples: ['X-Hub-Signature-256'] }),
      algorithm: z.enum(['sha1', 'sha256', 'sha384', 'sha512']).default('sha256'),
      encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
      prefix: z
        .string()
        .max(32)
        .default('')
        .meta({ description: 'What stands before the signature.', examples: ['sha256='] }),
      signedContent: z
        .string()
        .max(256)
        .default('{body}')
        .meta({
          description:
            'What is signed: {body}, {form}, {timestamp}, {id}, {method}, {url}, {fullUrl} and literal text.',
          examples: ['{timestamp}.{body}'],
        }),
      pairs: z
        .strictObject({ signature: z.string().min(1).max(32), timestamp: z.string().min(1).max(32).optional() })
        .optional()
        .meta({ description: 'The header holds name=value pairs: the names of the signature and the timestamp.' }),
      timestampHeader: z.string().max(128).optional(),
      idHeader: z.string().max(128).optional(),
      toleranceSeconds: z.int().min(1).max(3600).default(300),
      credentialId,
      previousCredentialId: previousCredentialId.optional(),
    })
    .meta({ title: 'An HMAC signature' }),
  z
    .strictObject({
      kind: z.literal('standard-webhooks'),
      credentialId,
      previousCredentialId: previousCredentialId.optional(),
    })
    .meta({ title: 'A signature by the Standard Webhooks specification' }),
])

const parameters = z.strictObject({
  method: z
    .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'ANY'])
    .default('POST')
    .meta({ title: 'Method', description: 'The HTTP method that is accepted.', ...fixed() }),
  respond: z
    .enum(['immediately', 'last-node', 'respond-node'])
    .default('immediately')
    .meta({ title: 'Respond', description: 'What the sender is told, and when.', ...fixed() }),
  verify: verification
    .default({ kind: 'none' })
    .meta({ title: 'Verify', description: 'How a request proves where it comes from.', ...fixed() }),
  eventId: z
    .union([
      z.strictObject({ header: headerName }),
      // Not `expression: false`: its syntax is checked like that of every expression.
      z.strictObject({ expression: z.string().min(1).max(2048) }),
    ])
    .optional()
    .meta({
      title: 'Event id',
      description: 'Where the id of an event stands: a second delivery with the same id starts nothing.',
      examples: [{ header: 'X-GitHub-Delivery' }, { expression: '{{ $json.body.id }}' }],
    }),
  timeoutMs: z
    .int()
    .min(1)
    .max(120_000)
    .default(30_000)
    .meta({ title: 'Time limit', description: 'Milliseconds the sender is kept waiting at most.', ...fixed() }),
  allow: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(256)
    .optional()
    .meta({
      title: 'Allowed senders',
      description: 'Addresses and networks; everybody without it.',
      examples: [['192.30.252.0/22']],
      ...fixed(),
    }),
  maxPerMinute: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ title: 'Most deliveries a minute', description: 'Counted by each process; more get 429.', ...fixed() }),
  response: z
    .strictObject({
      status: z.int().min(200).max(599).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    })
    .optional()
    .meta({ title: 'Response', description: 'What is answered immediately, as it stands.', ...fixed() }),
})

export const webhookTrigger: NodeTypeManifest = {
  type: 'webhook-trigger',
  version: 1,
  name: 'Webhook trigger',
  description: 'Starts the workflow when an HTTP request arrives at an address of its own.',
  group: 'trigger',
  icon: 'webhook',
  trigger: true,
  inputs: [],
  outputs: [{ name: 'main' }],
  effect: 'pure',
  parameters: parameterSchema(parameters),
  outputSchema: {
    type: 'object',
    properties: {
      body: {},
      headers: { type: 'object', additionalProperties: { type: 'string' } },
      query: { type: 'object' },
      params: { type: 'object' },
      method: { type: 'string' },
    },
  },
  docs: `One item per request: \`{ body, headers, query, params, method }\`. \`body\` is parsed when it is JSON or a form.
Headers that hold a sender's secrets (\`authorization\`, \`cookie\`) are left out.

**Respond** \`immediately\` answers as soon as the execution is safely stored; \`last-node\` waits and answers with the
first item of the node that ran last; \`respond-node\` waits for a node *Respond to webhook*.

Secrets for **Verify** are credentials, never text in the workflow.`,
}

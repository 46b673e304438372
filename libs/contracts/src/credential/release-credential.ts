import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { CredentialNotFound } from './problems.js'
import { CredentialTypeView } from './views.js'

export const ReleaseCredential = request('credential', 'release-credential', {
  summary: 'Gives a credential’s secrets to one use: a node execution or a webhook’s verification. Recorded.',
  access: internal('execution', 'webhook'),
  input: z.object({
    credentialId: Id,
    types: z.array(z.string()).describe('The types the use accepts.'),
    use: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('node-execution'), executionId: Id, nodeId: z.string(), attempt: z.int() }),
      z.object({ kind: z.literal('webhook'), webhookId: Id }),
    ]),
  }),
  output: z.object({
    type: z.string(),
    data: z.record(z.string(), z.string()),
    authenticate: CredentialTypeView.shape.authenticate,
  }),
  problems: [CredentialNotFound],
})

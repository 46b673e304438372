import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { CredentialNotFound } from './problems.js'

export const DeleteCredential = request('credential', 'delete-credential', {
  summary: 'Deletes a credential. Workflows that use it fail from now on.',
  http: ['DELETE', '/credentials/:credentialId', { status: 204 }],
  access: 'credential:delete',
  input: z.object({ credentialId: Id }),
  output: Nothing,
  problems: [CredentialNotFound],
})

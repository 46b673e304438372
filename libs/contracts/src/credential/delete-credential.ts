import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { CredentialNotFound } from './problems.js'

export const DeleteCredential = request('credential', 'delete-credential', {
  summary:
    'Deletes a credential. What uses it fails from now on; a process cut off from the others may keep it for 30 seconds.',
  http: ['DELETE', '/credentials/:credentialId', { status: 204 }],
  access: 'credential:delete',
  input: z.object({ credentialId: Id }),
  output: Nothing,
  problems: [CredentialNotFound],
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { CredentialNotFound } from './problems.js'
import { CredentialView } from './views.js'

export const GetCredential = request('credential', 'get-credential', {
  summary: 'Gets a credential without its secrets.',
  http: ['GET', '/credentials/:credentialId'],
  access: 'credential:list',
  input: z.object({ credentialId: Id }),
  output: CredentialView,
  problems: [CredentialNotFound],
})

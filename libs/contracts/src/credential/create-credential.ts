import { InputInvalid } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { Name } from '../core/schemas.js'
import { CredentialTypeUnknown } from './problems.js'
import { CredentialView } from './views.js'

export const CreateCredential = request('credential', 'create-credential', {
  summary: 'Stores a credential, encrypted. Secrets go in and never come out.',
  http: ['POST', '/credentials', { status: 201, location: '/credentials/:id' }],
  access: 'credential:create',
  input: z.object({ name: Name, type: z.string().max(64), data: z.record(z.string(), z.string().max(65_536)) }),
  output: CredentialView,
  problems: [CredentialTypeUnknown, InputInvalid],
  idempotent: true,
})

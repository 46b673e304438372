import { z } from 'zod'
import { request } from '../core/request.js'
import { CredentialTypeView } from './views.js'

export const ListCredentialTypes = request('credential', 'list-credential-types', {
  summary: 'Lists the kinds of credentials there are, with their fields.',
  http: ['GET', '/credential-types'],
  access: 'credential:list',
  input: z.object({}),
  output: z.object({ items: z.array(CredentialTypeView) }),
})

import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { CredentialView } from './views.js'

export const ListCredentials = request('credential', 'list-credentials', {
  summary: 'Lists the credentials of the workspace, newest first, without their secrets.',
  http: ['GET', '/credentials'],
  access: 'credential:list',
  input: z.object({ type: z.string().max(64).optional(), ...PageInput }),
  output: page(CredentialView),
})

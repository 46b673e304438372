import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { LinkInvalid } from './problems.js'
import { MailedToken } from './views.js'

export const VerifyEmail = request('auth', 'verify-email', {
  summary: 'Confirms an e-mail address with the token that was mailed to it. A token works once.',
  http: ['POST', '/auth/verify-email', { status: 204, rate: 'sensitive' }],
  access: publicAccess('the mailed token is the credential'),
  input: z.object({ token: MailedToken }),
  output: Nothing,
  problems: [LinkInvalid],
})

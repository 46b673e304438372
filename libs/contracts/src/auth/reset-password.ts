import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { LinkInvalid, PasswordWeak } from './problems.js'
import { MailedToken, Password } from './views.js'

export const ResetPassword = request('auth', 'reset-password', {
  summary: 'Sets a new password with the token that was mailed, and ends all sessions. A token works once.',
  http: ['POST', '/auth/reset-password', { status: 204, rate: 'sensitive' }],
  access: publicAccess('the mailed token is the credential'),
  input: z.object({ token: MailedToken, password: Password }),
  output: Nothing,
  problems: [LinkInvalid, PasswordWeak],
})

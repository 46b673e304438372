import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { Email } from './views.js'

export const ForgotPassword = request('auth', 'forgot-password', {
  summary: 'Mails a link to choose a new password, if the address has an account; the answer is the same if not.',
  http: ['POST', '/auth/forgot-password', { status: 204, rate: 'sensitive' }],
  access: publicAccess('who forgot the password has no credential'),
  input: z.object({ email: Email }),
  output: Nothing,
})

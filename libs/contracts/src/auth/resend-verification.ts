import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { SessionRequired } from './problems.js'

export const ResendVerification = request('auth', 'resend-verification', {
  summary: 'Mails a new link to confirm the e-mail address, unless it is confirmed; earlier links stop working.',
  http: ['POST', '/auth/verify-email/resend', { status: 204, rate: 'sensitive' }],
  access: authenticated(),
  input: z.object({}),
  output: Nothing,
  problems: [SessionRequired],
})

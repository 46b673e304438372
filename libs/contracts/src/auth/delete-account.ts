import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { StripeRefused, StripeUnavailable } from '../billing/problems.js'
import { SoleOwner, SubscriptionRuns } from '../workspace/problems.js'
import { PasswordWrong, SessionRequired } from './problems.js'
import { Password } from './views.js'

export const DeleteAccount = request('auth', 'delete-account', {
  summary: 'Deletes your account, and the workspaces that nobody else works in. There is no way back.',
  http: ['DELETE', '/auth/me', { status: 204, body: 'json', rate: 'sensitive' }],
  access: authenticated(),
  input: z.object({ password: Password.describe('Your password once more, as a confirmation.') }),
  output: Nothing,
  problems: [SessionRequired, PasswordWrong, SoleOwner, SubscriptionRuns, StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})

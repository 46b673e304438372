import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { PasswordWeak, PasswordWrong, SessionRequired } from './problems.js'
import { Password } from './views.js'

export const ChangePassword = request('auth', 'change-password', {
  summary: 'Changes the password, ends all other sessions and tells the user by e-mail.',
  http: ['POST', '/auth/password', { status: 204, rate: 'sensitive' }],
  access: authenticated(),
  input: z.object({ currentPassword: Password, newPassword: Password }),
  output: Nothing,
  problems: [PasswordWeak, PasswordWrong, SessionRequired],
})

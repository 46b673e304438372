import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { CredentialsWrong } from './problems.js'
import { Email, Password, SignedIn } from './views.js'

export const Login = request('auth', 'login', {
  summary: 'Signs a user in with e-mail and password.',
  http: ['POST', '/auth/login', { rate: 'sensitive' }],
  access: publicAccess('a login has no credential yet'),
  input: z.object({ email: Email, password: Password }),
  output: SignedIn,
  problems: [CredentialsWrong],
})

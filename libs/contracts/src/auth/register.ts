import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { Name } from '../core/schemas.js'
import { EmailTaken, PasswordWeak, RegistrationClosed } from './problems.js'
import { Email, MailedToken, Password, SignedIn } from './views.js'

export const Register = request('auth', 'register', {
  summary: 'Creates a user with a first workspace and signs them in.',
  http: ['POST', '/auth/register', { status: 201, rate: 'sensitive' }],
  access: publicAccess('registration makes the first credential'),
  input: z.object({
    email: Email,
    password: Password,
    name: Name,
    invitationToken: MailedToken.optional().describe('Of an invitation to this address: opens closed registration.'),
  }),
  output: SignedIn,
  problems: [EmailTaken, PasswordWeak, RegistrationClosed],
})

import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { SessionRequired } from './problems.js'

export const Logout = request('auth', 'logout', {
  summary: 'Ends the session of the access token.',
  http: ['POST', '/auth/logout', { status: 204 }],
  access: authenticated(),
  input: z.object({}),
  output: Nothing,
  problems: [SessionRequired],
})

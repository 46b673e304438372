import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { SessionRequired } from './problems.js'

export const LogoutEverywhere = request('auth', 'logout-everywhere', {
  summary: 'Ends all sessions of the user, that of the access token too.',
  http: ['POST', '/auth/logout-everywhere', { status: 204 }],
  access: authenticated(),
  input: z.object({}),
  output: Nothing,
  problems: [SessionRequired],
})

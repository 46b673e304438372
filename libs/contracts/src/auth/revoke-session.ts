import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { SessionNotFound, SessionRequired } from './problems.js'

export const RevokeSession = request('auth', 'revoke-session', {
  summary: 'Ends one session of the user.',
  http: ['DELETE', '/auth/sessions/:sessionId', { status: 204 }],
  access: authenticated(),
  input: z.object({ sessionId: Id }),
  output: Nothing,
  problems: [SessionNotFound, SessionRequired],
})

import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { SessionRequired } from './problems.js'
import { SessionView } from './views.js'

export const ListSessions = request('auth', 'list-sessions', {
  summary: 'Lists where the user is signed in, the session used last first; at most 100.',
  http: ['GET', '/auth/sessions'],
  access: authenticated(),
  input: z.object({}),
  output: z.object({ items: z.array(SessionView) }),
  problems: [SessionRequired],
})

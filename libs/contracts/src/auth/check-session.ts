import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'

export const CheckSession = request('auth', 'check-session', {
  summary: 'Tells whether a session still stands.',
  access: internal('gateway'),
  input: z.object({ sessionId: Id }),
  output: z.object({ active: z.boolean() }),
})

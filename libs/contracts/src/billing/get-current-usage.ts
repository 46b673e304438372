import { z } from 'zod'
import { request } from '../core/request.js'
import { At } from '../core/schemas.js'
import { UsageFigures } from './views.js'

export const GetCurrentUsage = request('billing', 'get-current-usage', {
  summary: 'Tells what the workspace used in the running month, what it will have used at its end, and what is left.',
  http: ['GET', '/billing/usage/current'],
  access: 'billing:read',
  input: z.object({}),
  output: z.object({
    startsAt: At,
    endsAt: At,
    used: UsageFigures,
    forecast: UsageFigures.describe('At the end of the month, if it goes on like this.'),
    executions: z.object({
      limit: z.int().optional(),
      stopAt: z.int().optional().describe('So many are accepted: more than the limit while its grace lasts.'),
      graceEndsAt: At.optional(),
      level: z.enum(['ok', 'warning', 'reached', 'stopped']),
    }),
  }),
})

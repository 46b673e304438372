import { z } from 'zod'
import { request } from '../core/request.js'
import { UsageRangeInvalid } from './problems.js'
import { DayUsage, UsageFigures } from './views.js'

export const GetUsage = request('billing', 'get-usage', {
  summary: 'Tells what the workspace used on each day (UTC) of a range; the last 30 days unless told.',
  http: ['GET', '/billing/usage'],
  access: 'billing:read',
  input: z.object({
    from: z.iso.date().optional().describe('First day, YYYY-MM-DD.'),
    to: z.iso.date().optional().describe('Last day, YYYY-MM-DD.'),
  }),
  output: z.object({
    from: z.iso.date(),
    to: z.iso.date(),
    items: z.array(DayUsage).describe('Days on which something was used.'),
    total: UsageFigures,
  }),
  problems: [UsageRangeInvalid],
})

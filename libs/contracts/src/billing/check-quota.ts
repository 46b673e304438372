import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { QuotaExceeded } from './problems.js'

export const CheckQuota = request('billing', 'check-quota', {
  summary: 'Refuses one more of something a plan limits the number of.',
  access: internal('workflow', 'workspace'),
  input: z.object({
    quota: z.enum(['activeWorkflows', 'members']),
    used: z.int().min(0).describe('How many there are without the one to come.'),
  }),
  output: z.object({ limit: z.int().optional().describe('How many the plan allows; absent without a limit.') }),
  problems: [QuotaExceeded],
  timeoutMs: 2_000,
})

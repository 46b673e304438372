import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { At } from '../core/schemas.js'

export const GetAllowance = request('billing', 'get-allowance', {
  summary: 'Tells how much a workspace may still do. To be kept for some seconds, not asked for each time.',
  access: internal('execution'),
  input: z.object({}),
  output: z.object({
    executions: z
      .object({ limit: z.int(), used: z.int(), stopAt: z.int(), resetsAt: At })
      .optional()
      .describe('Executions of the month: from `stopAt` on none is accepted. Absent without a limit.'),
    concurrency: z.int().optional(),
    retentionDays: z.int().optional(),
  }),
})

import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { StripeRefused, StripeUnavailable } from './problems.js'

export const CloseAccount = request('billing', 'close-account', {
  summary: 'Closes the pages on which a workspace could still buy, and tells whether something is charged for.',
  access: internal('workspace'),
  input: z.object({}),
  output: z.object({
    isBilled: z.boolean().describe('A subscription has not ended, whichever plan holds, or may begin any moment.'),
  }),
  problems: [StripeRefused, StripeUnavailable],
  timeoutMs: 30_000,
})

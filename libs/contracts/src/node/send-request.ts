import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { NodeFailed } from './problems.js'

export const SendRequest = request('node', 'send-request', {
  summary: 'Sends one HTTP request to an address that a user gave, through the guarded way out. Follows no redirect.',
  access: internal('notification'),
  input: z.object({
    method: z.enum(['POST', 'PUT']),
    url: z.string().max(2048),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    timeoutMs: z.int().min(1).max(30_000).default(10_000),
  }),
  output: z.object({ status: z.int(), retryAfter: z.string().optional() }),
  problems: [NodeFailed],
  timeoutMs: 35_000,
})

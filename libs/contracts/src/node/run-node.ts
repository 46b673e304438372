import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { NodeFailed } from './problems.js'

const Items = z.array(z.record(z.string(), z.unknown()))

export const RunNode = request('node', 'run-node', {
  summary: 'Runs a node that reaches outside, once, under one idempotency key.',
  access: internal('execution'),
  input: z.object({
    executionId: Id,
    nodeId: z.string(),
    type: z.string(),
    version: z.int(),
    attempt: z.int(),
    /** Parameters per input item, expressions resolved. */
    requests: z.array(z.record(z.string(), z.unknown())),
    items: Items,
    credentials: z.record(z.string(), Id).optional(),
    /** Sent along as `Idempotency-Key`, with the item's index appended when there are several. */
    idempotencyKey: z.string(),
    timeoutMs: z.int().optional(),
  }),
  output: z.object({ outputs: z.record(z.string(), Items) }),
  problems: [NodeFailed],
  long: true,
  timeoutMs: 15 * 60_000,
  maxBytes: 32 * 1024 * 1024,
})

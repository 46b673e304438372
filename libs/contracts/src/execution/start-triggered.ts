import { IdempotencyConflict } from '@linkflow/kernel'
import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { QuotaExceeded } from '../billing/problems.js'
import { WorkflowNotPublished } from '../workflow/problems.js'
import { ExecutionDropped, QueueFull, TriggerNotFound } from './problems.js'
import { EXECUTION_BYTES, ExecutionStatus, FailureView, triggerKinds } from './views.js'

const Items = z.array(z.record(z.string(), z.unknown()))

export const StartTriggered = request('execution', 'start-triggered', {
  summary: 'Starts a version from a trigger; answers after the execution is committed.',
  access: internal('webhook', 'schedule'),
  input: z.object({
    workflowId: Id,
    /** The published one unless told. */
    version: z.int().optional(),
    /** The trigger that an execution by hand starts, unless told. */
    nodeId: z.string().optional(),
    trigger: z.enum(triggerKinds),
    items: Items,
    /** `<source>:<id>:<event id>`; a repeat is given the first execution. */
    idempotencyKey: z.string().max(600).optional(),
    /** What the caller waits for: nothing, the end, or what a respond node says (or the end). */
    waitFor: z.enum(['accepted', 'finished', 'response']),
    waitMs: z.int().max(120_000),
  }),
  output: z.object({
    executionId: Id,
    duplicate: z.boolean(),
    status: ExecutionStatus,
    output: Items.optional(),
    error: FailureView.optional(),
    response: z
      .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.unknown() })
      .optional()
      .describe('What a respond node said.'),
  }),
  problems: [WorkflowNotPublished, TriggerNotFound, ExecutionDropped, QueueFull, QuotaExceeded, IdempotencyConflict],
  timeoutMs: 130_000,
  long: true,
  maxBytes: EXECUTION_BYTES,
})

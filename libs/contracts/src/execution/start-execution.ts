import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { QuotaExceeded } from '../billing/problems.js'
import { WorkflowArchived, WorkflowNotFound, WorkflowNotPublished } from '../workflow/problems.js'
import { ExecutionDropped, QueueFull, TriggerNotFound } from './problems.js'
import { EXECUTION_BYTES, ExecutionView } from './views.js'

export const StartExecution = request('execution', 'start-execution', {
  summary: 'Starts the published version by hand. Answers 200 with the result when it ends within waitMs, else 202.',
  http: [
    'POST',
    '/workflows/:workflowId/executions',
    { status: 200, location: '/executions/:id', statusWhen: { member: 'finished', value: false, status: 202 } },
  ],
  access: 'execution:start',
  input: z.object({
    workflowId: Id,
    input: z.unknown().optional().describe('An object becomes one item, an array of objects several.'),
    waitMs: z.int().min(0).max(60_000).default(0),
    nodeId: z
      .string()
      .max(64)
      .optional()
      .describe('The trigger to start; the manual trigger, or the first, by default.'),
  }),
  output: ExecutionView.extend({ finished: z.boolean() }),
  problems: [
    WorkflowNotFound,
    WorkflowArchived,
    WorkflowNotPublished,
    TriggerNotFound,
    ExecutionDropped,
    QueueFull,
    QuotaExceeded,
  ],
  timeoutMs: 75_000,
  long: true,
  idempotent: true,
  maxBytes: EXECUTION_BYTES,
})

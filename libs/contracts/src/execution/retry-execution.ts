import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { QuotaExceeded } from '../billing/problems.js'
import { WorkflowNotFound, WorkflowNotPublished } from '../workflow/problems.js'
import {
  ExecutionDropped,
  ExecutionNotFinished,
  ExecutionNotFound,
  NothingFailed,
  QueueFull,
  TriggerNotFound,
} from './problems.js'
import { ExecutionSummary } from './views.js'

export const RetryExecution = request('execution', 'retry-execution', {
  summary:
    'Runs a finished execution again as a new one: from its failed nodes, of which there must be one, or from the start.',
  http: ['POST', '/executions/:executionId/retry', { status: 202, location: '/executions/:id' }],
  access: 'execution:retry',
  input: z.object({
    executionId: Id,
    from: z.enum(['failed-node', 'start']).default('failed-node'),
    version: z.enum(['original', 'current']).default('original'),
  }),
  output: ExecutionSummary,
  problems: [
    ExecutionNotFound,
    ExecutionNotFinished,
    NothingFailed,
    WorkflowNotFound,
    WorkflowNotPublished,
    TriggerNotFound,
    ExecutionDropped,
    QueueFull,
    QuotaExceeded,
  ],
})

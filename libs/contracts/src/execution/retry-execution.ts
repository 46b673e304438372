import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { QuotaExceeded } from '../billing/problems.js'
import { ExecutionNotFinished, ExecutionNotFound } from './problems.js'
import { ExecutionSummary } from './views.js'

export const RetryExecution = request('execution', 'retry-execution', {
  summary: 'Runs a finished execution again as a new one: from its failed nodes, or from the start.',
  http: ['POST', '/executions/:executionId/retry', { status: 202, location: '/executions/:id' }],
  access: 'execution:retry',
  input: z.object({
    executionId: Id,
    from: z.enum(['failed-node', 'start']).default('failed-node'),
    version: z.enum(['original', 'current']).default('original'),
  }),
  output: ExecutionSummary,
  problems: [ExecutionNotFound, ExecutionNotFinished, QuotaExceeded],
})

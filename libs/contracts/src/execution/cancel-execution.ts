import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ExecutionFinished, ExecutionNotFound } from './problems.js'
import { ExecutionSummary } from './views.js'

export const CancelExecution = request('execution', 'cancel-execution', {
  summary: 'Asks an execution to stop; it is recorded before the answer.',
  http: ['POST', '/executions/:executionId/cancel', { status: 202 }],
  access: 'execution:cancel',
  input: z.object({ executionId: Id }),
  output: ExecutionSummary,
  problems: [ExecutionNotFound, ExecutionFinished],
})

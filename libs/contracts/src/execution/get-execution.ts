import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ExecutionNotFound } from './problems.js'
import { EXECUTION_BYTES, ExecutionView } from './views.js'

export const GetExecution = request('execution', 'get-execution', {
  summary: 'Gets an execution with what its nodes did; with include=data also the items.',
  http: ['GET', '/executions/:executionId'],
  access: 'execution:read',
  input: z.object({ executionId: Id, include: z.enum(['data']).optional() }),
  output: ExecutionView,
  problems: [ExecutionNotFound],
  maxBytes: EXECUTION_BYTES,
})

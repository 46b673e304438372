import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ExecutionNotFound } from './problems.js'
import { ExecutionEvent } from './views.js'

export const ListExecutionEvents = request('execution', 'list-execution-events', {
  summary: 'The events of an execution so far, read from its history: what a live reader missed.',
  access: 'execution:read',
  input: z.object({ executionId: Id, afterSeq: z.int().min(0) }),
  output: z.object({ events: z.array(ExecutionEvent), finished: z.boolean() }),
  problems: [ExecutionNotFound],
  maxBytes: 8 * 1024 * 1024,
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ExecutionNotFound } from './problems.js'

export const WatchExecution = request('execution', 'watch-execution', {
  summary: 'The live events of an execution, as server-sent events, from the one after lastSeq.',
  http: ['GET', '/executions/:executionId/events', { reply: 'sse', headers: { 'last-event-id': 'lastSeq' } }],
  access: 'execution:read',
  input: z.object({ executionId: Id, lastSeq: z.coerce.number().int().min(0).default(0) }),
  output: z.object({}),
  problems: [ExecutionNotFound],
})

import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const NodeTypeNotFound = defineProblem({
  code: 'node/type-not-found',
  status: 404,
  title: 'There is no such node type.',
})
/** A node ran and failed; what went wrong is recorded with its execution. */
export const NodeFailed = defineProblem({
  code: 'node/failed',
  status: 422,
  title: 'The node failed.',
  params: z.object({
    failure: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() }),
    retryable: z.boolean(),
    retryAfterMs: z.number().optional(),
  }),
})

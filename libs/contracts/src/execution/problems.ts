import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const ExecutionNotFound = defineProblem({
  code: 'execution/not-found',
  status: 404,
  title: 'There is no such execution.',
})
export const ExecutionFinished = defineProblem({
  code: 'execution/finished',
  status: 409,
  title: 'The execution has already finished.',
  params: z.object({ executionStatus: z.string() }),
})
export const ExecutionNotFinished = defineProblem({
  code: 'execution/not-finished',
  status: 409,
  title: 'The execution has not finished yet.',
})
export const NothingFailed = defineProblem({
  code: 'execution/nothing-failed',
  status: 409,
  title: 'No node of the execution failed. Retry it from the start.',
})
export const TriggerNotFound = defineProblem({
  code: 'execution/trigger-not-found',
  status: 422,
  title: 'The published version has no trigger that can be started like this.',
})
export const ExecutionDropped = defineProblem({
  code: 'execution/dropped',
  status: 429,
  title: 'The workflow already runs as often as its settings allow.',
})
export const QueueFull = defineProblem({
  code: 'execution/queue-full',
  status: 503,
  title: 'Too many executions are waiting. Try again in a moment.',
})

import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const TooManySubscriptions = defineProblem({
  code: 'live/too-many-subscriptions',
  status: 429,
  title: 'This connection watches as much as it may.',
  params: z.object({ limit: z.number() }),
  detail: ({ limit }) => `A connection may watch ${limit} executions at once.`,
})
export const OriginRefused = defineProblem({
  code: 'live/origin-refused',
  status: 403,
  title: 'Pages of this origin may not connect.',
})

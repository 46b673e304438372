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
export const HeadersTooLarge = defineProblem({
  code: 'request/headers-too-large',
  status: 431,
  title: 'The address and the headers of the request are too long.',
})
export const RequestTimeout = defineProblem({
  code: 'request/timeout',
  status: 408,
  title: 'The request did not arrive in time.',
})
export const RequestUnreadable = defineProblem({
  code: 'request/unreadable',
  status: 400,
  title: 'This is not a request of HTTP/1.1.',
})

import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const ScheduleNotFound = defineProblem({
  code: 'schedule/not-found',
  status: 404,
  title: 'There is no such schedule.',
})
export const ScheduleOfTrigger = defineProblem({
  code: 'schedule/of-trigger',
  status: 409,
  title: 'The schedule belongs to a trigger. Change the workflow and publish it.',
})
export const ScheduleInactive = defineProblem({
  code: 'schedule/inactive',
  status: 409,
  title: 'The workflow of this trigger is not active. Activate it first.',
})
export const BackfillTooLarge = defineProblem({
  code: 'schedule/backfill-too-large',
  status: 422,
  title: 'The range holds too many fire times.',
  params: z.object({ limit: z.number() }),
  detail: ({ limit }) => `A backfill has at most ${limit} fire times. Ask for a shorter range.`,
})
export const TooManySchedules = defineProblem({
  code: 'schedule/too-many',
  status: 409,
  title: 'The workflow has as many schedules as it may have.',
  params: z.object({ limit: z.number() }),
  detail: ({ limit }) => `A workflow has at most ${limit} schedules. Delete one first.`,
})

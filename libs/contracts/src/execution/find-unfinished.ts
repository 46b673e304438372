import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'

export const FindUnfinished = request('execution', 'find-unfinished', {
  summary: 'Tells which of these executions have not finished; asks them to stop when told to.',
  access: internal('schedule'),
  input: z.object({ executionIds: z.array(Id).max(100), cancel: z.boolean() }),
  output: z.object({ unfinished: z.array(Id) }),
})

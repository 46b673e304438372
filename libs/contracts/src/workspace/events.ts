import { z } from 'zod'
import { event } from '../core/event.js'
import { At, Id } from '../core/schemas.js'

export const MemberRemoved = event('workspace', 'member-removed', 1, {
  summary: 'Somebody is a member no longer: they were removed, or left.',
  data: z.object({ userId: Id, removedAt: At }),
})

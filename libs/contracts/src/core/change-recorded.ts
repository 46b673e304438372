import { z } from 'zod'
import { serviceNames } from './access.js'
import type { ServiceName } from './access.js'
import { event } from './event.js'
import type { EventContract } from './event.js'
import { At, Id } from './schemas.js'

/** Who did what to what, from where. Ids and names, never a value that was given. */
export const ChangeRecord = z.object({
  id: Id,
  at: At,
  userId: Id.describe('The person, by themselves or through a key of theirs.'),
  apiKeyId: Id.optional(),
  action: z.string().describe('The operation: `workflow.publish-workflow`.'),
  resource: z.string().optional().describe('As in the path: `workflows/<id>`.'),
  ip: z.string().optional(),
  userAgent: z.string().optional(),
})
export type ChangeRecord = z.infer<typeof ChangeRecord>

/** Services that keep data, and so change it. */
export const recordingServices = serviceNames.filter((service) => service !== 'gateway' && service !== 'node')

/** The event by which a service tells of a change somebody made; each has its own, because a service speaks for itself. */
export const changeRecorded = new Map<ServiceName, EventContract<typeof ChangeRecord>>(
  recordingServices.map((service) => [
    service,
    event(service, 'change-recorded', 1, { summary: 'Somebody changed something.', data: ChangeRecord }),
  ]),
)

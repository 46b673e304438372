import { z } from 'zod'
import { ChangeRecord } from '../core/change-recorded.js'
import { Id } from '../core/schemas.js'

export const AuditEntryView = ChangeRecord.extend({
  userName: z.string().optional().describe('Of those who are members still.'),
})
export type AuditEntryView = z.infer<typeof AuditEntryView>

const Instant = z.iso.datetime({ offset: true })

/** Which entries are meant. */
export const AuditFilter = {
  userId: Id.optional().describe('What this person did.'),
  action: z
    .string()
    .max(100)
    .optional()
    .describe('An operation, or the service whose operations are meant: `workflow`.'),
  resource: z.string().max(200).optional().describe('What was done to this: `workflows/<id>`.'),
  from: Instant.optional(),
  to: Instant.optional().describe('Exclusive.'),
}

import { z } from 'zod'
import { event } from '../core/event.js'
import { At, Id } from '../core/schemas.js'

export const MemberRemoved = event('workspace', 'member-removed', 1, {
  summary: 'Somebody is a member no longer: they were removed, or left.',
  data: z.object({ userId: Id, removedAt: At }),
})

/** The workspace that events about deleted workspaces are published in: their own is erased together with its outbox. */
export const NO_WORKSPACE = '00000000-0000-0000-0000-000000000000'

export const WorkspaceDeleted = event('workspace', 'workspace-deleted', 1, {
  summary: 'A workspace was deleted: every service erases what it keeps of it.',
  data: z.object({ workspaceId: Id }),
})

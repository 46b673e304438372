import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { LastOwner, MemberNotFound, OwnersOnly, RoleTooStrong, RoleUnknown, WorkspaceNotFound } from './problems.js'
import { RoleRef } from './role-ref.js'
import { MemberView } from './views.js'

export const ChangeMemberRole = request('workspace', 'change-member-role', {
  summary: 'Gives a member another role, when the caller holds all that the old and the new one hold.',
  http: ['PATCH', '/workspaces/:id/members/:userId'],
  access: 'member:update',
  input: z.object({ id: Id, userId: Id, role: RoleRef }),
  output: MemberView,
  problems: [WorkspaceNotFound, MemberNotFound, LastOwner, OwnersOnly, RoleTooStrong, RoleUnknown],
})

import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { LastOwner, MemberNotFound, OwnersOnly, RoleTooStrong, WorkspaceNotFound } from './problems.js'

export const RemoveMember = request('workspace', 'remove-member', {
  summary: 'Removes a member: within 30 seconds they and their API keys do nothing more in the workspace.',
  http: ['DELETE', '/workspaces/:id/members/:userId', { status: 204 }],
  access: 'member:remove',
  input: z.object({ id: Id, userId: Id }),
  output: Nothing,
  problems: [WorkspaceNotFound, MemberNotFound, LastOwner, OwnersOnly, RoleTooStrong],
})

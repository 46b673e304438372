import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { AlreadyOwner, MemberNotFound, OwnersOnly, WorkspaceNotFound } from './problems.js'
import { MemberView } from './views.js'

export const TransferOwnership = request('workspace', 'transfer-ownership', {
  summary: 'Makes another member an owner in place of the caller, who becomes an admin.',
  http: ['POST', '/workspaces/:id/transfer'],
  access: 'workspace:transfer',
  auditResource: 'members/:userId',
  input: z.object({ id: Id, userId: Id.describe('The member who becomes owner.') }),
  output: MemberView,
  problems: [WorkspaceNotFound, SessionRequired, MemberNotFound, AlreadyOwner, OwnersOnly],
})

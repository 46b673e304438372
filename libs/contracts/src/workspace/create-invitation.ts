import { z } from 'zod'
import { Email } from '../auth/views.js'
import { QuotaExceeded } from '../billing/problems.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { SentInvitation } from './invitation-view.js'
import { AlreadyInvited, AlreadyMember, OwnersOnly, RoleTooStrong, RoleUnknown, WorkspaceNotFound } from './problems.js'
import { RoleRef } from './role-ref.js'

export const CreateInvitation = request('workspace', 'create-invitation', {
  summary: 'Invites somebody by e-mail. The invitation works once, for seven days, for an account with that address.',
  http: ['POST', '/workspaces/:id/invitations', { status: 201, rate: 'sensitive' }],
  access: 'member:invite',
  input: z.object({ id: Id, email: Email, role: RoleRef }),
  output: SentInvitation,
  problems: [WorkspaceNotFound, AlreadyMember, AlreadyInvited, OwnersOnly, RoleTooStrong, RoleUnknown, QuotaExceeded],
})

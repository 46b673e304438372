import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { SentInvitation } from './invitation-view.js'
import { InvitationJustSent, InvitationNotFound, OwnersOnly, RoleTooStrong, WorkspaceNotFound } from './problems.js'

export const ResendInvitation = request('workspace', 'resend-invitation', {
  summary: 'Sends an invitation again, for another seven days. The link that was sent before stops working.',
  http: ['POST', '/workspaces/:id/invitations/:invitationId/resend', { rate: 'sensitive' }],
  access: 'member:invite',
  input: z.object({ id: Id, invitationId: Id }),
  output: SentInvitation,
  problems: [WorkspaceNotFound, InvitationNotFound, InvitationJustSent, OwnersOnly, RoleTooStrong],
})

import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { InvitationNotFound, WorkspaceNotFound } from './problems.js'

export const RevokeInvitation = request('workspace', 'revoke-invitation', {
  summary: 'Takes an invitation back: its link stops working.',
  http: ['DELETE', '/workspaces/:id/invitations/:invitationId', { status: 204 }],
  access: 'member:invite',
  input: z.object({ id: Id, invitationId: Id }),
  output: Nothing,
  problems: [WorkspaceNotFound, InvitationNotFound],
})

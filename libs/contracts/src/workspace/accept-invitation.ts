import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { QuotaExceeded } from '../billing/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { InvitationToken } from './invitation-view.js'
import { AlreadyMember, InvitationForAnother, InvitationInvalid } from './problems.js'
import { RoleRef } from './role-ref.js'

export const AcceptInvitation = request('workspace', 'accept-invitation', {
  summary: 'Makes the signed-in user a member, when the invitation was sent to the address of their account.',
  http: ['POST', '/invitations/accept', { rate: 'sensitive' }],
  access: authenticated(),
  audit: true,
  input: z.object({ token: InvitationToken }),
  output: z.object({ workspaceId: Id, name: z.string(), role: RoleRef }),
  problems: [SessionRequired, InvitationInvalid, InvitationForAnother, AlreadyMember, QuotaExceeded],
})

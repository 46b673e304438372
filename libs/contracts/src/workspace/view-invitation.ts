import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { InvitationToken } from './invitation-view.js'
import { InvitationInvalid } from './problems.js'

export const ViewInvitation = request('workspace', 'view-invitation', {
  summary: 'Shows an invitation to whoever has its token, before they sign in: where to, and as what.',
  http: ['POST', '/invitations/view', { rate: 'sensitive' }],
  access: publicAccess('the token of the invitation is the credential'),
  input: z.object({ token: InvitationToken }),
  output: z.object({ workspaceName: z.string(), roleName: z.string() }),
  problems: [InvitationInvalid],
})

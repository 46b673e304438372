import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { InvitationToken } from './invitation-view.js'
import { InvitationInvalid } from './problems.js'

export const DeclineInvitation = request('workspace', 'decline-invitation', {
  summary: 'Declines an invitation; whoever has its token may, with or without an account.',
  http: ['POST', '/invitations/decline', { status: 204, rate: 'sensitive' }],
  access: publicAccess('the token of the invitation is the credential'),
  input: z.object({ token: InvitationToken }),
  output: Nothing,
  problems: [InvitationInvalid],
})

import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { InvitationToken } from './invitation-view.js'

export const CheckInvitation = request('workspace', 'check-invitation', {
  summary: 'Tells whether a token is that of an invitation to an address.',
  access: internal('auth'),
  input: z.object({ token: InvitationToken, email: z.string() }),
  output: z.object({ invited: z.boolean() }),
})

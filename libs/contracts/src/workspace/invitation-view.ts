import { z } from 'zod'
import { At, Id } from '../core/schemas.js'
import { RoleRef } from './role-ref.js'

/** What proves an invitation; whoever was mailed it has it. */
export const InvitationToken = z.string().min(1).max(128)

export const InvitationView = z.object({
  id: Id,
  email: z.string(),
  role: RoleRef,
  invitedBy: Id.describe('The member who invited.'),
  createdAt: At,
  expiresAt: At,
})
export type InvitationView = z.infer<typeof InvitationView>

export const SentInvitation = InvitationView.extend({
  inviteUrl: z
    .string()
    .optional()
    .describe('Present when no e-mail could be sent: hand it to the person yourself. It is shown only now.'),
})
export type SentInvitation = z.infer<typeof SentInvitation>

import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { EmailTemplateName, EmailVariables, outgoingStates } from './views.js'

export const SendEmail = request('notification', 'send-email', {
  summary: 'Takes an e-mail to be sent: committed when it answers, sent once per key and caller.',
  access: internal('auth', 'workspace', 'billing'),
  input: z.object({
    key: z.string().min(1).max(200).describe("Idempotency key, the caller's own."),
    to: z.object({ address: z.email().max(320), name: z.string().max(200).optional() }),
    template: EmailTemplateName,
    locale: z.string().max(35).optional().describe('BCP 47; the built-in templates are English.'),
    variables: EmailVariables,
    userId: Id.optional().describe('Whose preferences count, for what can be turned off.'),
    workspaceId: Id.optional().describe('Whose template is used, and who sees that it was sent.'),
  }),
  output: z.object({ messageId: Id, state: z.enum(outgoingStates) }),
})

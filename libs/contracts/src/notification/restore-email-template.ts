import { z } from 'zod'
import { request } from '../core/request.js'
import { EmailTemplateFixed, EmailTemplateNotFound } from './problems.js'
import { EmailTemplateView } from './views.js'

export const RestoreEmailTemplate = request('notification', 'restore-email-template', {
  summary: 'Has the workspace use the built-in e-mail template again; its versions stay.',
  http: ['DELETE', '/email-templates/:template'],
  access: 'email-template:update',
  input: z.object({ template: z.string().max(64) }),
  output: EmailTemplateView,
  problems: [EmailTemplateNotFound, EmailTemplateFixed],
})

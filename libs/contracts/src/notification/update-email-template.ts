import { z } from 'zod'
import { request } from '../core/request.js'
import { EmailTemplateFixed, EmailTemplateNotFound } from './problems.js'
import { EmailTemplateContent, EmailTemplateView } from './views.js'

export const UpdateEmailTemplate = request('notification', 'update-email-template', {
  summary: 'Makes a version of an e-mail template that the workspace uses from now on.',
  http: ['PUT', '/email-templates/:template'],
  access: 'email-template:update',
  input: z.object({ template: z.string().max(64), ...EmailTemplateContent.shape }),
  output: EmailTemplateView,
  problems: [EmailTemplateNotFound, EmailTemplateFixed],
})

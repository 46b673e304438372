import { z } from 'zod'
import { request } from '../core/request.js'
import { EmailTemplateNotFound } from './problems.js'
import { EmailTemplateView } from './views.js'

export const GetEmailTemplate = request('notification', 'get-email-template', {
  summary: 'Gets an e-mail template as it is used in the workspace, with the variables it may hold.',
  http: ['GET', '/email-templates/:template'],
  access: 'email-template:list',
  input: z.object({ template: z.string().max(64) }),
  output: EmailTemplateView,
  problems: [EmailTemplateNotFound],
})

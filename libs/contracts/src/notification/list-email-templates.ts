import { z } from 'zod'
import { request } from '../core/request.js'
import { EmailTemplateSummary } from './views.js'

export const ListEmailTemplates = request('notification', 'list-email-templates', {
  summary: 'Lists the e-mail templates as they are used in the workspace.',
  http: ['GET', '/email-templates'],
  access: 'email-template:list',
  input: z.object({}),
  output: z.object({ items: z.array(EmailTemplateSummary) }),
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { EmailTemplateNotFound } from './problems.js'
import { EmailTemplateContent, EmailVariables } from './views.js'

export const PreviewEmailTemplate = request('notification', 'preview-email-template', {
  summary: 'Shows what an e-mail would say: the template in use or the given one, with given values or samples.',
  http: ['POST', '/email-templates/:template/preview'],
  access: 'email-template:list',
  input: z.object({
    template: z.string().max(64),
    ...EmailTemplateContent.partial().shape,
    variables: EmailVariables.optional().describe('Those not given are samples.'),
  }),
  output: EmailTemplateContent,
  problems: [EmailTemplateNotFound],
  maxBytes: 8 * 1024 * 1024,
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { EmailTemplateNotFound } from './problems.js'
import { EmailTemplateVersion } from './views.js'

export const ListEmailTemplateVersions = request('notification', 'list-email-template-versions', {
  summary: "Lists the workspace's versions of an e-mail template, newest first; at most 20 of them.",
  http: ['GET', '/email-templates/:template/versions'],
  access: 'email-template:list',
  input: z.object({ template: z.string().max(64) }),
  output: z.object({ items: z.array(EmailTemplateVersion) }),
  problems: [EmailTemplateNotFound],
  maxBytes: 8 * 1024 * 1024,
})

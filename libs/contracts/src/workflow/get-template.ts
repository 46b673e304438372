import { z } from 'zod'
import { request } from '../core/request.js'
import { TemplateNotFound } from './problems.js'
import { TemplateId, TemplateView } from './template-view.js'
import { DEFINITION_BYTES } from './views.js'

export const GetTemplate = request('workflow', 'get-template', {
  summary: 'Gets a template with its definition.',
  http: ['GET', '/templates/:templateId'],
  access: 'workflow:read',
  input: z.object({ templateId: TemplateId }),
  output: TemplateView,
  problems: [TemplateNotFound],
  maxBytes: DEFINITION_BYTES,
})

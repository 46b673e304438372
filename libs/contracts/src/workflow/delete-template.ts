import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { TemplateBuiltIn, TemplateNotFound } from './problems.js'
import { TemplateId } from './template-view.js'

export const DeleteTemplate = request('workflow', 'delete-template', {
  summary: 'Deletes a template of the workspace. Workflows made of it stay.',
  http: ['DELETE', '/templates/:templateId', { status: 204 }],
  access: 'workflow:delete',
  input: z.object({ templateId: TemplateId }),
  output: Nothing,
  problems: [TemplateNotFound, TemplateBuiltIn],
})

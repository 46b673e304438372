import { z } from 'zod'
import { request } from '../core/request.js'
import { Id, Name } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { TemplateDescription, TemplateParameter, TemplateView } from './template-view.js'
import { DEFINITION_BYTES } from './views.js'

export const CreateTemplate = request('workflow', 'create-template', {
  summary: 'Saves the draft of a workflow as a template, without its credentials.',
  http: ['POST', '/templates', { status: 201, location: '/templates/:id' }],
  access: 'workflow:create',
  input: z.object({
    workflowId: Id,
    name: Name,
    description: TemplateDescription.default(''),
    parameters: z.array(TemplateParameter).max(50).default([]),
  }),
  output: TemplateView,
  problems: [WorkflowNotFound],
  idempotent: true,
  maxBytes: DEFINITION_BYTES,
})

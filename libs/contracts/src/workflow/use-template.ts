import { z } from 'zod'
import { request } from '../core/request.js'
import { Id, Name } from '../core/schemas.js'
import { TemplateNotFound } from './problems.js'
import { TemplateId } from './template-view.js'
import { DEFINITION_BYTES, WorkflowView } from './views.js'

export const UseTemplate = request('workflow', 'use-template', {
  summary: 'Makes a workflow of a template.',
  http: ['POST', '/templates/:templateId/workflows', { status: 201, location: '/workflows/:id', etag: 'revision' }],
  access: 'workflow:create',
  input: z.object({
    templateId: TemplateId,
    name: Name.optional().describe('That of the template unless told.'),
    parameters: z.record(z.string().max(64), z.string().max(2000)).default({}),
    credentials: z
      .array(z.object({ nodeId: z.string().max(128), slot: z.string().max(64), credentialId: Id }))
      .max(500)
      .default([]),
  }),
  output: WorkflowView,
  problems: [TemplateNotFound],
  idempotent: true,
  maxBytes: DEFINITION_BYTES,
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id, Name } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES, WorkflowView } from './views.js'

export const DuplicateWorkflow = request('workflow', 'duplicate-workflow', {
  summary: 'Makes a workflow with the same draft, tags and folder.',
  http: ['POST', '/workflows/:workflowId/duplicate', { status: 201, location: '/workflows/:id', etag: 'revision' }],
  access: 'workflow:create',
  input: z.object({ workflowId: Id, name: Name.optional().describe('The name with “(copy)” unless told.') }),
  output: WorkflowView,
  problems: [WorkflowNotFound],
  idempotent: true,
  maxBytes: DEFINITION_BYTES,
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES, WorkflowView } from './views.js'

export const GetWorkflow = request('workflow', 'get-workflow', {
  summary: 'Gets a workflow with its draft.',
  http: ['GET', '/workflows/:workflowId', { etag: 'revision' }],
  access: 'workflow:read',
  input: z.object({ workflowId: Id }),
  output: WorkflowView,
  problems: [WorkflowNotFound],
  maxBytes: DEFINITION_BYTES,
})

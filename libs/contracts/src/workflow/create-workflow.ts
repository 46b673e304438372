import { request } from '../core/request.js'
import { DEFINITION_BYTES, WorkflowDraft, WorkflowView } from './views.js'

export const CreateWorkflow = request('workflow', 'create-workflow', {
  summary: 'Creates a workflow; what is wrong with it is told by validate and publish.',
  http: ['POST', '/workflows', { status: 201, location: '/workflows/:id', etag: 'revision' }],
  access: 'workflow:create',
  input: WorkflowDraft,
  output: WorkflowView,
  idempotent: true,
  maxBytes: DEFINITION_BYTES,
})

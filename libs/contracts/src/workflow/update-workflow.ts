import { PreconditionRequired } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { DraftChanged, WorkflowArchived, WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES, WorkflowDraft, WorkflowView } from './views.js'

export const UpdateWorkflow = request('workflow', 'update-workflow', {
  summary: 'Replaces the draft. Send the ETag you read as If-Match.',
  http: ['PUT', '/workflows/:workflowId', { headers: { 'if-match': 'expectedRevision' }, etag: 'revision' }],
  access: 'workflow:update',
  input: z.strictObject({
    workflowId: Id,
    expectedRevision: z.coerce.number().int().optional(),
    ...WorkflowDraft.shape,
  }),
  output: WorkflowView,
  problems: [WorkflowArchived, WorkflowNotFound, DraftChanged, PreconditionRequired],
  maxBytes: DEFINITION_BYTES,
})

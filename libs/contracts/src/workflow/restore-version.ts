import { PreconditionRequired } from '@linkflow/kernel'
import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { DraftChanged, VersionNotFound, WorkflowArchived, WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES, WorkflowView } from './views.js'

export const RestoreVersion = request('workflow', 'restore-version', {
  summary: 'Makes a version the draft; the name stays. Send the ETag you read as If-Match.',
  http: [
    'POST',
    '/workflows/:workflowId/versions/:version/restore',
    { headers: { 'if-match': 'expectedRevision' }, etag: 'revision' },
  ],
  access: 'workflow:update',
  input: z.object({
    workflowId: Id,
    version: z.coerce.number().int().min(1).max(2_147_483_647),
    expectedRevision: z.coerce.number().int().max(2_147_483_647).optional(),
  }),
  output: WorkflowView,
  problems: [WorkflowNotFound, VersionNotFound, DraftChanged, WorkflowArchived, PreconditionRequired],
  maxBytes: DEFINITION_BYTES,
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { DraftChanged, WorkflowArchived, WorkflowInvalid, WorkflowNotFound } from './problems.js'
import { VersionSummary } from './views.js'

export const PublishWorkflow = request('workflow', 'publish-workflow', {
  summary: 'Freezes the draft as the next version, which new executions then run.',
  http: ['POST', '/workflows/:workflowId/publish', { headers: { 'if-match': 'expectedRevision' } }],
  access: 'workflow:publish',
  input: z.object({
    workflowId: Id,
    expectedRevision: z.coerce.number().int().optional(),
    note: z.string().max(500).optional(),
  }),
  output: VersionSummary,
  problems: [WorkflowArchived, WorkflowNotFound, DraftChanged, WorkflowInvalid],
})

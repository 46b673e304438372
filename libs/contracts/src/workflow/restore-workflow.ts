import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { WorkflowSummary } from './views.js'

export const RestoreWorkflow = request('workflow', 'restore-workflow', {
  summary: 'Takes a workflow out of the archive; it stays inactive.',
  http: ['POST', '/workflows/:workflowId/restore'],
  access: 'workflow:update',
  input: z.object({ workflowId: Id }),
  output: WorkflowSummary,
  problems: [WorkflowNotFound],
})

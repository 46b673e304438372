import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { WorkflowSummary } from './views.js'

export const ArchiveWorkflow = request('workflow', 'archive-workflow', {
  summary: 'Deactivates a workflow and takes it out of the list. A repeat answers the same.',
  http: ['POST', '/workflows/:workflowId/archive'],
  access: 'workflow:update',
  input: z.object({ workflowId: Id }),
  output: WorkflowSummary,
  problems: [WorkflowNotFound],
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { WorkflowSummary } from './views.js'

export const DeactivateWorkflow = request('workflow', 'deactivate-workflow', {
  summary: 'Removes the triggers. What runs, runs on.',
  http: ['POST', '/workflows/:workflowId/deactivate'],
  access: 'workflow:activate',
  input: z.object({ workflowId: Id }),
  output: WorkflowSummary,
  problems: [WorkflowNotFound],
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { QuotaExceeded } from '../billing/problems.js'
import { WorkflowArchived, WorkflowNotFound, WorkflowNotPublished } from './problems.js'
import { RegisteredWebhook, WorkflowSummary } from './views.js'

export const ActivateWorkflow = request('workflow', 'activate-workflow', {
  summary: 'Registers the triggers of the published version. A repeat answers the same.',
  http: ['POST', '/workflows/:workflowId/activate'],
  access: 'workflow:activate',
  input: z.object({ workflowId: Id }),
  output: WorkflowSummary.extend({ webhooks: z.array(RegisteredWebhook) }),
  problems: [WorkflowArchived, WorkflowNotFound, WorkflowNotPublished, QuotaExceeded],
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { Finding, WorkflowNotFound } from './problems.js'

export const ValidateWorkflow = request('workflow', 'validate-workflow', {
  summary: 'Tells everything that is wrong with the draft, at once.',
  http: ['POST', '/workflows/:workflowId/validate'],
  access: 'workflow:read',
  input: z.object({ workflowId: Id }),
  output: z.object({ valid: z.boolean(), findings: z.array(Finding) }),
  problems: [WorkflowNotFound],
})

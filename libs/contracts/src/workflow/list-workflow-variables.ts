import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { VariableView } from './variable-view.js'

export const ListWorkflowVariables = request('workflow', 'list-workflow-variables', {
  summary: 'Lists the variables of a workflow, by name.',
  http: ['GET', '/workflows/:workflowId/variables'],
  access: 'workflow:read',
  input: z.object({ workflowId: Id, ...PageInput }),
  output: page(VariableView),
  problems: [WorkflowNotFound],
})

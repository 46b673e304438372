import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { VariableNotFound, WorkflowNotFound } from './problems.js'
import { VariableName } from './variable-view.js'

export const DeleteWorkflowVariable = request('workflow', 'delete-workflow-variable', {
  summary: 'Deletes a variable of a workflow.',
  http: ['DELETE', '/workflows/:workflowId/variables/:name', { status: 204 }],
  access: 'workflow:update',
  input: z.object({ workflowId: Id, name: VariableName }),
  output: Nothing,
  problems: [WorkflowNotFound, VariableNotFound],
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { VariablesFull, WorkflowNotFound } from './problems.js'
import { VariableName, VariableValue, VariableView } from './variable-view.js'

export const SetWorkflowVariable = request('workflow', 'set-workflow-variable', {
  summary: 'Sets a variable of a workflow, which hides the one of the workspace with its name.',
  http: ['PUT', '/workflows/:workflowId/variables/:name'],
  access: 'workflow:update',
  input: z.object({ workflowId: Id, name: VariableName, value: VariableValue }),
  output: VariableView,
  problems: [WorkflowNotFound, VariablesFull],
})

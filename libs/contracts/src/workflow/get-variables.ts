import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { VariableValue } from './variable-view.js'

export const GetVariables = request('workflow', 'get-variables', {
  summary: 'Gets what $vars stands for in an execution that is accepted now.',

  access: internal('execution'),
  input: z.object({ workflowId: Id }),
  output: z.object({ variables: z.record(z.string(), VariableValue) }),
  problems: [WorkflowNotFound],
})

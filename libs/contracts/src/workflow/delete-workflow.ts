import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowActive, WorkflowNotFound } from './problems.js'

export const DeleteWorkflow = request('workflow', 'delete-workflow', {
  summary: 'Deletes an inactive workflow with its versions. Its executions stay readable.',
  http: ['DELETE', '/workflows/:workflowId', { status: 204 }],
  access: 'workflow:delete',
  input: z.object({ workflowId: Id }),
  output: Nothing,
  problems: [WorkflowNotFound, WorkflowActive],
})

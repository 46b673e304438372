import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { FolderNotFound, WorkflowNotFound } from './problems.js'
import { WorkflowSummary } from './views.js'

export const MoveWorkflow = request('workflow', 'move-workflow', {
  summary: 'Moves a workflow into a folder, or to the top level when none is given.',
  http: ['POST', '/workflows/:workflowId/move'],
  access: 'workflow:update',
  input: z.object({ workflowId: Id, folderId: Id.optional() }),
  output: WorkflowSummary,
  problems: [WorkflowNotFound, FolderNotFound],
})

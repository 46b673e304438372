import { z } from 'zod'
import { event } from '../core/event.js'
import { Id } from '../core/schemas.js'

export const WorkflowPublished = event('workflow', 'workflow-published', 1, {
  summary: 'A version of a workflow was published.',
  data: z.object({ workflowId: Id, version: z.int(), name: z.string() }),
})
export const WorkflowActivated = event('workflow', 'workflow-activated', 1, {
  summary: 'The triggers of a workflow are registered.',
  data: z.object({ workflowId: Id, version: z.int() }),
})
export const WorkflowDeactivated = event('workflow', 'workflow-deactivated', 1, {
  summary: 'The triggers of a workflow were removed.',
  data: z.object({ workflowId: Id }),
})
export const WorkflowDeleted = event('workflow', 'workflow-deleted', 1, {
  summary: 'A workflow and its versions were deleted.',
  data: z.object({ workflowId: Id }),
})

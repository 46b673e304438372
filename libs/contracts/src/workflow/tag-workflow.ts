import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { MAX_TAGS, Tag } from './tag-view.js'
import { WorkflowSummary } from './views.js'

export const TagWorkflow = request('workflow', 'tag-workflow', {
  summary: 'Replaces the tags of a workflow. A tag exists while a workflow has it.',
  http: ['PUT', '/workflows/:workflowId/tags'],
  access: 'workflow:update',
  input: z.object({ workflowId: Id, tags: z.array(Tag).max(MAX_TAGS) }),
  output: WorkflowSummary,
  problems: [WorkflowNotFound],
})

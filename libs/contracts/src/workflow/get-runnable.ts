import { WorkflowDefinition } from '@linkflow/graph'
import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { VersionNotFound, WorkflowArchived, WorkflowNotFound, WorkflowNotPublished } from './problems.js'
import { DEFINITION_BYTES } from './views.js'

export const GetRunnable = request('workflow', 'get-runnable', {
  summary: 'Gets a version to run it: the published one unless told.',
  access: internal('execution', 'webhook', 'schedule'),
  input: z.object({ workflowId: Id, version: z.int().optional() }),
  output: z.object({ workflowId: Id, version: z.int(), name: z.string(), definition: WorkflowDefinition }),
  problems: [WorkflowArchived, WorkflowNotFound, VersionNotFound, WorkflowNotPublished],
  maxBytes: DEFINITION_BYTES,
})

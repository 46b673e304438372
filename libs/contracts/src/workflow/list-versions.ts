import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowNotFound } from './problems.js'
import { VersionSummary } from './views.js'

export const ListVersions = request('workflow', 'list-versions', {
  summary: 'Lists the versions of a workflow, newest first.',
  http: ['GET', '/workflows/:workflowId/versions'],
  access: 'workflow:read',
  input: z.object({ workflowId: Id, ...PageInput }),
  output: page(VersionSummary),
  problems: [WorkflowNotFound],
})

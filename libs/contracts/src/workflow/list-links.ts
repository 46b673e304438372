import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { LinkView } from './link-view.js'
import { WorkflowNotFound } from './problems.js'

export const ListLinks = request('workflow', 'list-links', {
  summary: 'Lists the public links of a workflow, newest first.',
  http: ['GET', '/workflows/:workflowId/links'],
  access: 'workflow:read',
  input: z.object({ workflowId: Id, ...PageInput }),
  output: page(LinkView),
  problems: [WorkflowNotFound],
})

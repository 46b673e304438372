import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { LinkView } from './link-view.js'
import { WorkflowNotFound } from './problems.js'

export const CreateLink = request('workflow', 'create-link', {
  summary: 'Makes a public link that shows the draft without credentials. Its token is told only now.',
  http: ['POST', '/workflows/:workflowId/links', { status: 201 }],
  access: 'workflow:publish',
  input: z.object({ workflowId: Id }),
  output: LinkView.extend({ token: z.string(), path: z.string() }),
  problems: [WorkflowNotFound],
})

import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { LinkNotFound, WorkflowNotFound } from './problems.js'

export const RevokeLink = request('workflow', 'revoke-link', {
  summary: 'Revokes a public link: from now on it shows nothing.',
  http: ['DELETE', '/workflows/:workflowId/links/:linkId', { status: 204 }],
  access: 'workflow:publish',
  input: z.object({ workflowId: Id, linkId: Id }),
  output: Nothing,
  problems: [WorkflowNotFound, LinkNotFound],
})

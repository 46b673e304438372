import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { VersionNotFound, WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES, VersionView } from './views.js'

export const GetVersion = request('workflow', 'get-version', {
  summary: 'Gets a version as it was published.',
  http: ['GET', '/workflows/:workflowId/versions/:version'],
  access: 'workflow:read',
  input: z.object({ workflowId: Id, version: z.coerce.number().int().min(1) }),
  output: VersionView,
  problems: [WorkflowNotFound, VersionNotFound],
  maxBytes: DEFINITION_BYTES,
})

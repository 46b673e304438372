import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { DiffView } from './diff-view.js'
import { VersionNotFound, WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES } from './views.js'

export const DiffVersions = request('workflow', 'diff-versions', {
  summary: 'Tells what changed from a version to another, or to the draft when none is given.',
  http: ['GET', '/workflows/:workflowId/diff'],
  access: 'workflow:read',
  input: z.object({
    workflowId: Id,
    from: z.coerce.number().int().min(1).max(2_147_483_647),
    to: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  }),
  output: DiffView,
  problems: [WorkflowNotFound, VersionNotFound],
  maxBytes: 2 * DEFINITION_BYTES,
})

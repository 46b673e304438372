import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { WorkspaceView } from './views.js'

export const GetWorkspace = request('workspace', 'get-workspace', {
  summary: 'Gets the workspace of the call.',
  http: ['GET', '/workspaces/:id'],
  access: 'workspace:read',
  input: z.object({ id: Id }),
  output: WorkspaceView,
  problems: [WorkspaceNotFound],
})

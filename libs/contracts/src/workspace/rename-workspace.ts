import { z } from 'zod'
import { request } from '../core/request.js'
import { Id, Name } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { WorkspaceView } from './views.js'

export const RenameWorkspace = request('workspace', 'rename-workspace', {
  summary: 'Gives the workspace another name.',
  http: ['PATCH', '/workspaces/:id'],
  access: 'workspace:update',
  input: z.object({ id: Id, name: Name }),
  output: WorkspaceView,
  problems: [WorkspaceNotFound],
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { WorkspaceSettings } from './settings-view.js'

export const UpdateSettings = request('workspace', 'update-settings', {
  summary: 'Says anew what holds in the workspace where nothing else is said; what is left out is not said any more.',
  http: ['PUT', '/workspaces/:id/settings'],
  access: 'workspace:update',
  input: z.object({ id: Id, ...WorkspaceSettings.shape }),
  output: WorkspaceSettings,
  problems: [WorkspaceNotFound],
})

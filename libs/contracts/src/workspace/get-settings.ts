import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { WorkspaceSettings } from './settings-view.js'

export const GetSettings = request('workspace', 'get-settings', {
  summary: 'Tells what holds in the workspace where nothing else is said.',
  http: ['GET', '/workspaces/:id/settings'],
  access: 'workspace:read',
  input: z.object({ id: Id }),
  output: WorkspaceSettings,
  problems: [WorkspaceNotFound],
})

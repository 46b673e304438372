import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { WorkspaceNotFound } from './problems.js'
import { WorkspaceSettings } from './settings-view.js'

export const ResolveSettings = request('workspace', 'resolve-settings', {
  summary: 'Tells a service what holds in the workspace of the call.',
  access: internal('workflow'),
  input: z.object({}),
  output: WorkspaceSettings,
  problems: [WorkspaceNotFound],
})

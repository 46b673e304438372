import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { RoleRef } from './role-ref.js'
import { WorkspaceView } from './views.js'

export const ListWorkspaces = request('workspace', 'list-workspaces', {
  summary: 'Lists the workspaces the caller belongs to.',
  http: ['GET', '/workspaces'],
  access: authenticated(),
  input: z.object({}),
  output: z.object({ items: z.array(WorkspaceView.extend({ role: RoleRef })) }),
})

import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { RoleView } from './role-view.js'

export const ListRoles = request('workspace', 'list-roles', {
  summary: 'Lists the roles a member can have: the built-in ones, then those of the workspace by name.',
  http: ['GET', '/workspaces/:id/roles'],
  access: 'member:list',
  input: z.object({ id: Id }),
  output: z.object({ items: z.array(RoleView) }),
  problems: [WorkspaceNotFound],
})

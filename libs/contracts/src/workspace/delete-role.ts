import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { RoleInUse, RoleNotFound, RoleTooStrong, WorkspaceNotFound } from './problems.js'

export const DeleteRole = request('workspace', 'delete-role', {
  summary: 'Deletes a role of the workspace that no member has and no invitation offers.',
  http: ['DELETE', '/workspaces/:id/roles/:roleId', { status: 204 }],
  access: 'role:manage',
  input: z.object({ id: Id, roleId: Id }),
  output: Nothing,
  problems: [WorkspaceNotFound, RoleNotFound, RoleInUse, RoleTooStrong],
})

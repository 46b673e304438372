import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { RoleNameTaken, RoleNotFound, RoleTooStrong, WorkspaceNotFound } from './problems.js'
import { RoleName, RolePermissions, RoleView } from './role-view.js'

export const UpdateRole = request('workspace', 'update-role', {
  summary: 'Changes a role of the workspace, when the caller holds all that it held and will hold.',
  http: ['PATCH', '/workspaces/:id/roles/:roleId'],
  access: 'role:manage',
  input: z.object({ id: Id, roleId: Id, name: RoleName.optional(), permissions: RolePermissions.optional() }),
  output: RoleView,
  problems: [WorkspaceNotFound, RoleNotFound, RoleNameTaken, RoleTooStrong],
})

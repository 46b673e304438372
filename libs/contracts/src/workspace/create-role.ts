import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { RoleNameTaken, RoleTooStrong, RolesFull, WorkspaceNotFound } from './problems.js'
import { RoleName, RolePermissions, RoleView } from './role-view.js'

export const CreateRole = request('workspace', 'create-role', {
  summary: 'Makes a role of the workspace from permissions, all of which the caller holds.',
  http: ['POST', '/workspaces/:id/roles', { status: 201 }],
  access: 'role:manage',
  input: z.object({ id: Id, name: RoleName, permissions: RolePermissions }),
  output: RoleView,
  problems: [WorkspaceNotFound, RoleNameTaken, RoleTooStrong, RolesFull],
})

import { z } from 'zod'
import { permissions } from '../core/access.js'
import { RoleRef } from './role-ref.js'

/** Most roles a workspace makes of its own. */
export const MAX_ROLES = 100

export const RoleName = z.string().trim().min(1).max(64)
export const RolePermissions = z.array(z.enum(permissions)).min(1).max(permissions.length)

export const RoleView = z.object({
  id: RoleRef,
  name: z.string(),
  permissions: z.array(z.enum(permissions)),
  builtIn: z.boolean(),
})
export type RoleView = z.infer<typeof RoleView>

import { permissions, roles } from '@linkflow/contracts'
import type { Permission, Role as BuiltInRole, RoleView } from '@linkflow/contracts'

/** A role that a workspace made of permissions. */
export interface Role {
  id: string
  name: string
  permissions: readonly Permission[]
}

/** Those of the names that are permissions: one that a later version of LinkFlow took away opens nothing. */
export function knownPermissions(names: readonly string[]): Permission[] {
  return permissions.filter((permission) => names.includes(permission))
}

/** What a member's role holds: `own` is what is kept of it when it is one of the workspace's. */
export function permissionsOf(ref: string, own: readonly string[] | null): readonly Permission[] {
  return isBuiltIn(ref) ? roles[ref] : knownPermissions(own ?? [])
}

/** What members are shown of a role. */
export function viewRole({ id, name, permissions: held }: Role): RoleView {
  return { id, name, permissions: knownPermissions(held), builtIn: false }
}

/** Whether a role is one of those that every workspace has. */
export function isBuiltIn(ref: string): ref is BuiltInRole {
  return Object.hasOwn(roles, ref)
}

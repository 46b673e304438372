import { roles } from '@linkflow/contracts'
import type { Permission, RoleRef } from '@linkflow/contracts'
import type { Reader } from '@linkflow/postgres'

/** What a role of the workspace holds. */
export function permissionsOf(_reader: Reader, role: RoleRef): Promise<readonly Permission[]> {
  return Promise.resolve(roles[role])
}

/** What a role of the workspace is called. */
export function roleNameOf(_reader: Reader, role: RoleRef): Promise<string> {
  return Promise.resolve(role)
}

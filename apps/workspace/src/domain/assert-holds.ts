import { RoleTooStrong } from '@linkflow/contracts'
import type { Permission } from '@linkflow/contracts'

/**
 * Nobody gives or takes what they do not hold themselves.
 *
 * @throws RoleTooStrong
 */
export function assertHolds(caller: { permissions: ReadonlySet<string> }, asked: readonly Permission[]): void {
  const missing = [...new Set(asked)].filter((permission) => !caller.permissions.has(permission))
  if (missing.length > 0) throw RoleTooStrong({ missing })
}

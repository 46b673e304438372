import { RoleTooStrong } from '@linkflow/contracts'
import type { Permission } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'

/**
 * Nobody gives or takes what they do not hold themselves.
 *
 * @throws RoleTooStrong
 */
export function assertHolds(ctx: RequestContext, asked: readonly Permission[]): void {
  const missing = [...new Set(asked)].filter((permission) => !ctx.permissions.has(permission))
  if (missing.length > 0) throw RoleTooStrong({ missing })
}

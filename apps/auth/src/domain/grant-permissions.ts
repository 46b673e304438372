import { ApiKeyTooStrong, permissions } from '@linkflow/contracts'
import type { Permission } from '@linkflow/contracts'

/**
 * The permissions a new key gets: those asked for, or all of its maker's.
 *
 * @throws ApiKeyTooStrong when the maker lacks one of them
 */
export function grantPermissions(asked: readonly Permission[] | undefined, held: ReadonlySet<string>): Permission[] {
  if (!asked) return permissions.filter((permission) => held.has(permission))
  const missing = asked.filter((permission) => !held.has(permission))
  if (missing.length > 0) throw ApiKeyTooStrong({ missing })
  return [...new Set(asked)]
}

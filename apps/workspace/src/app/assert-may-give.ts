import { OwnersOnly, RoleTooStrong } from '@linkflow/contracts'
import type { RoleRef } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type { Reader } from '@linkflow/postgres'
import { findMember } from '../adapters/postgres/members.js'
import { permissionsOf } from '../adapters/postgres/roles.js'
import { actingUser } from '../domain/acting-user.js'

/**
 * Nobody gives or takes a role that holds more than they do, and owners are a matter of owners: read in the transaction,
 * because what the caller was when the call began may be over.
 *
 * @throws OwnersOnly; RoleTooStrong
 */
export async function assertMayGive(reader: Reader, ctx: RequestContext, ...roles: RoleRef[]): Promise<void> {
  if (roles.includes('owner') && (await findMember(reader, actingUser(ctx)))?.role !== 'owner') throw OwnersOnly()
  for (const role of roles) {
    const missing = (await permissionsOf(reader, role)).filter((permission) => !ctx.permissions.has(permission))
    if (missing.length > 0) throw RoleTooStrong({ missing })
  }
}

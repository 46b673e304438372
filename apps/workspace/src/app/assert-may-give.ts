import { OwnersOnly } from '@linkflow/contracts'
import type { RoleRef } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type { Reader } from '@linkflow/postgres'
import { findMember } from '../adapters/postgres/members.js'
import { describeRole } from '../adapters/postgres/roles.js'
import { actingUser } from '../domain/acting-user.js'
import { assertHolds } from '../domain/assert-holds.js'

/**
 * Nobody gives or takes a role that holds more than they do, and owners are a matter of owners: read in the transaction,
 * because what the caller was when the call began may be over.
 *
 * @throws OwnersOnly; RoleTooStrong; RoleUnknown
 */
export async function assertMayGive(reader: Reader, ctx: RequestContext, ...roles: RoleRef[]): Promise<void> {
  if (roles.includes('owner') && (await findMember(reader, actingUser(ctx)))?.role !== 'owner') throw OwnersOnly()
  for (const role of roles) assertHolds(ctx, (await describeRole(reader, role)).permissions)
}

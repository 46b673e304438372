import { OwnersOnly } from '@linkflow/contracts'
import type { RoleRef } from '@linkflow/contracts'
import type { Reader } from '@linkflow/postgres'
import { describeRole } from '../adapters/postgres/roles.js'
import { assertHolds } from '../domain/assert-holds.js'
import type { Caller } from './present-caller.js'

/**
 * Nobody gives or takes a role that holds more than they do, and owners are a matter of owners.
 *
 * @throws OwnersOnly; RoleTooStrong; RoleUnknown
 */
export async function assertMayGive(reader: Reader, caller: Caller, ...roles: RoleRef[]): Promise<void> {
  if (roles.includes('owner') && caller.role !== 'owner') throw OwnersOnly()
  for (const role of roles) assertHolds(caller, (await describeRole(reader, role)).permissions)
}

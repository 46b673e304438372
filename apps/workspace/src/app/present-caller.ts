import { WorkspaceNotFound } from '@linkflow/contracts'
import type { Permission } from '@linkflow/contracts'
import { Forbidden } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import type { Reader } from '@linkflow/postgres'
import { findMember } from '../adapters/postgres/members.js'
import { describeRole } from '../adapters/postgres/roles.js'
import { actingUser } from '../domain/acting-user.js'
import type { Member } from '../domain/member.js'

/** The member who acts, and what they hold both by the call and by their role of this moment. */
export type Caller = Pick<Member, 'userId' | 'name' | 'role'> & { permissions: ReadonlySet<string> }

/**
 * Who calls, read in the transaction: the call was let in by what was known up to a minute ago. Who is removed or
 * demoted must not use that minute to give power that lasts.
 *
 * @throws WorkspaceNotFound when they are no member any more; Forbidden without `needed`
 */
export async function presentCaller(reader: Reader, ctx: RequestContext, needed: Permission): Promise<Caller> {
  const member = await findMember(reader, actingUser(ctx))
  if (!member) throw WorkspaceNotFound()
  const held = (await describeRole(reader, member.role)).permissions
  const permissions = new Set<string>(held.filter((permission) => ctx.permissions.has(permission)))
  if (!permissions.has(needed)) throw Forbidden({ permission: needed })
  return { userId: member.userId, name: member.name, role: member.role, permissions }
}

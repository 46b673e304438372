import { Inject } from '@nestjs/common'
import { ChangeMemberRole } from '@linkflow/contracts'
import type { Input, MemberView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { getMember, setRole } from '../adapters/postgres/members.js'
import { viewMember } from '../domain/member.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { assertMayGive } from './assert-may-give.js'
import { assertOwnerStays } from './assert-owner-stays.js'
import { presentCaller } from './present-caller.js'

@Handles(ChangeMemberRole)
export class ChangeMemberRoleHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id, userId, role }: Input<typeof ChangeMemberRole>, anywhere: RequestContext): Promise<MemberView> {
    const ctx = ownWorkspace(id, anywhere)
    return this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      const caller = await presentCaller(tx, ctx, 'member:update')
      const member = await getMember(tx, userId)
      await assertMayGive(tx, caller, member.role, role)
      if (role !== 'owner') await assertOwnerStays(tx, member)
      await setRole(tx, userId, role)
      return viewMember({ ...member, role })
    })
  }
}

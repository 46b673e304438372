import { Inject } from '@nestjs/common'
import { RemoveMember } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { getMember } from '../adapters/postgres/members.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { assertMayGive } from './assert-may-give.js'
import { endMembership } from './end-membership.js'
import { presentCaller } from './present-caller.js'

@Handles(RemoveMember)
export class RemoveMemberHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { id, userId }: Input<typeof RemoveMember>,
    anywhere: RequestContext,
  ): Promise<Output<typeof RemoveMember>> {
    const ctx = ownWorkspace(id, anywhere)
    await this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      const caller = await presentCaller(tx, ctx, 'member:remove')
      const member = await getMember(tx, userId)
      await assertMayGive(tx, caller, member.role)
      await endMembership(tx, member, this.clock.now())
    })
    return {}
  }
}

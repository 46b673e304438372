import { Inject } from '@nestjs/common'
import { LeaveWorkspace, WorkspaceNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { findMember } from '../adapters/postgres/members.js'
import { presentUser } from '../domain/acting-user.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { endMembership } from './end-membership.js'

@Handles(LeaveWorkspace)
export class LeaveWorkspaceHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ id }: Input<typeof LeaveWorkspace>, anywhere: RequestContext): Promise<Output<typeof LeaveWorkspace>> {
    const ctx = ownWorkspace(id, anywhere)
    const userId = presentUser(ctx)
    await this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      const member = await findMember(tx, userId)
      // They left already: to them there is no such workspace.
      if (!member) throw WorkspaceNotFound()
      await endMembership(tx, member, this.clock.now())
    })
    return {}
  }
}

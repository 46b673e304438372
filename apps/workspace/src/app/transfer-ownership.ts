import { Inject } from '@nestjs/common'
import { AlreadyOwner, OwnersOnly, TransferOwnership } from '@linkflow/contracts'
import type { Input, MemberView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { findMember, getMember, setRole } from '../adapters/postgres/members.js'
import { presentUser } from '../domain/acting-user.js'
import { viewMember } from '../domain/member.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(TransferOwnership)
export class TransferOwnershipHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id, userId }: Input<typeof TransferOwnership>, anywhere: RequestContext): Promise<MemberView> {
    const ctx = ownWorkspace(id, anywhere)
    const self = presentUser(ctx)
    return this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      if ((await findMember(tx, self))?.role !== 'owner') throw OwnersOnly()
      const successor = await getMember(tx, userId)
      if (successor.role === 'owner') throw AlreadyOwner()
      await setRole(tx, userId, 'owner')
      await setRole(tx, self, 'admin')
      return viewMember({ ...successor, role: 'owner' })
    })
  }
}

import { Inject } from '@nestjs/common'
import { AcceptInvitation, AlreadyMember, GetUser, InvitationForAnother } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { countMembers, findMember, insertMember } from '../adapters/postgres/members.js'
import { presentUser } from '../domain/acting-user.js'
import { MemberQuota, assertRoom } from './member-quota.js'
import { OpenInvitation } from './open-invitation.js'

@Handles(AcceptInvitation)
export class AcceptInvitationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(OpenInvitation) private readonly open: OpenInvitation,
    @Inject(MemberQuota) private readonly quota: MemberQuota,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { token }: Input<typeof AcceptInvitation>,
    ctx: RequestContext,
  ): Promise<Output<typeof AcceptInvitation>> {
    const userId = presentUser(ctx)
    const { workspaceId, email } = await this.open.find(token)
    const user = await this.messaging.call(GetUser, { userId }, ctx)
    // Somebody it was forwarded to must not come in its reader's stead.
    if (user.email !== email) throw InvitationForAnother()
    const there = { ...ctx, workspaceId }
    const limit = await this.quota.limit(await this.database.read(there, countMembers), there)
    return this.database.transact(there, async (tx) => {
      const { name } = await lockWorkspace(tx)
      if (await findMember(tx, userId)) throw AlreadyMember()
      const { role } = await this.open.take(token, tx)
      assertRoom(await countMembers(tx), limit)
      await insertMember(tx, { userId, email, name: user.name, role, joinedAt: this.clock.now() })
      return { workspaceId, name, role }
    })
  }
}

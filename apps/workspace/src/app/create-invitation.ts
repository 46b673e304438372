import { Inject } from '@nestjs/common'
import { AlreadyInvited, AlreadyMember, CreateInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Reader } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { countPending, insertInvitation } from '../adapters/postgres/invitations.js'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { countMembers, isMember } from '../adapters/postgres/members.js'
import { describeRole } from '../adapters/postgres/roles.js'
import { actingUser } from '../domain/acting-user.js'
import { createInvitationToken, viewInvitation } from '../domain/invitation.js'
import type { Invitation } from '../domain/invitation.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { assertMayGive } from './assert-may-give.js'
import { InvitationMail } from './invitation-mail.js'
import { MemberQuota, assertRoom } from './member-quota.js'
import { presentCaller } from './present-caller.js'

@Handles(CreateInvitation)
export class CreateInvitationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MemberQuota) private readonly quota: MemberQuota,
    @Inject(InvitationMail) private readonly mail: InvitationMail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { id, email, role }: Input<typeof CreateInvitation>,
    anywhere: RequestContext,
  ): Promise<Output<typeof CreateInvitation>> {
    const ctx = ownWorkspace(id, anywhere)
    const now = this.clock.now()
    const { token, hash, expiresAt } = createInvitationToken(now)
    const invitation: Invitation = { id: newId(), email, role, invitedBy: actingUser(ctx), createdAt: now, expiresAt }
    const limit = await this.quota.limit(await this.database.read(ctx, (reader) => countPlaces(reader, now)), ctx)
    const made = await this.database.transact(ctx, async (tx) => {
      const { name: workspaceName } = await lockWorkspace(tx)
      const caller = await presentCaller(tx, ctx, 'member:invite')
      await assertMayGive(tx, caller, role)
      if (await isMember(tx, email)) throw AlreadyMember()
      assertRoom(await countPlaces(tx, now), limit)
      if (!(await insertInvitation(tx, invitation, hash))) throw AlreadyInvited()
      return {
        id: invitation.id,
        workspaceName,
        inviterName: caller.name,
        roleName: (await describeRole(tx, role)).name,
      }
    })
    return { ...viewInvitation(invitation), ...(await this.mail.send({ email, token, ...made }, ctx)) }
  }
}

/** Places that are taken, or will be when everybody comes who may. */
const countPlaces = async (reader: Reader, now: Date) =>
  (await countMembers(reader)) + (await countPending(reader, now))

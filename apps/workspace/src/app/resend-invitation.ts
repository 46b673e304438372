import { Inject } from '@nestjs/common'
import { ResendInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { getInvitation, renewInvitation } from '../adapters/postgres/invitations.js'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { describeRole } from '../adapters/postgres/roles.js'
import { assertRested, createInvitationToken, viewInvitation } from '../domain/invitation.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { assertMayGive } from './assert-may-give.js'
import { InvitationMail } from './invitation-mail.js'
import { presentCaller } from './present-caller.js'

@Handles(ResendInvitation)
export class ResendInvitationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(InvitationMail) private readonly mail: InvitationMail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { id, invitationId }: Input<typeof ResendInvitation>,
    anywhere: RequestContext,
  ): Promise<Output<typeof ResendInvitation>> {
    const ctx = ownWorkspace(id, anywhere)
    const now = this.clock.now()
    const { token, hash, expiresAt } = createInvitationToken(now)
    const { invitation, ...names } = await this.database.transact(ctx, async (tx) => {
      const { name: workspaceName } = await lockWorkspace(tx)
      const caller = await presentCaller(tx, ctx, 'member:invite')
      const known = await getInvitation(tx, invitationId)
      await assertMayGive(tx, caller, known.role)
      assertRested(known, now)
      await renewInvitation(tx, invitationId, { hash, expiresAt })
      return {
        invitation: { ...known, expiresAt },
        workspaceName,
        inviterName: caller.name,
        roleName: (await describeRole(tx, known.role)).name,
      }
    })
    const { email } = invitation
    return { ...viewInvitation(invitation), ...(await this.mail.send({ email, token, ...names }, ctx)) }
  }
}

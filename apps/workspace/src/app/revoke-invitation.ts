import { Inject } from '@nestjs/common'
import { RevokeInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { deleteInvitation } from '../adapters/postgres/invitations.js'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { presentCaller } from './present-caller.js'

@Handles(RevokeInvitation)
export class RevokeInvitationHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle(
    { id, invitationId }: Input<typeof RevokeInvitation>,
    anywhere: RequestContext,
  ): Promise<Output<typeof RevokeInvitation>> {
    const ctx = ownWorkspace(id, anywhere)
    await this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      await presentCaller(tx, ctx, 'member:invite')
      await deleteInvitation(tx, invitationId)
    })
    return {}
  }
}

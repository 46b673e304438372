import { Inject } from '@nestjs/common'
import { RevokeInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { deleteInvitation } from '../adapters/postgres/invitations.js'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(RevokeInvitation)
export class RevokeInvitationHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle(
    { id, invitationId }: Input<typeof RevokeInvitation>,
    ctx: RequestContext,
  ): Promise<Output<typeof RevokeInvitation>> {
    await this.database.transact(ownWorkspace(id, ctx), async (tx) => {
      await lockWorkspace(tx)
      await deleteInvitation(tx, invitationId)
    })
    return {}
  }
}

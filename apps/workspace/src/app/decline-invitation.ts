import { Inject } from '@nestjs/common'
import { DeclineInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { OpenInvitation } from './open-invitation.js'

@Handles(DeclineInvitation)
export class DeclineInvitationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OpenInvitation) private readonly open: OpenInvitation,
  ) {}

  async handle(
    { token }: Input<typeof DeclineInvitation>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeclineInvitation>> {
    const { workspaceId } = await this.open.find(token)
    await this.database.transact({ ...ctx, workspaceId }, async (tx) => {
      await lockWorkspace(tx)
      await this.open.take(token, tx)
    })
    return {}
  }
}

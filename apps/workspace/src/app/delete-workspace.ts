import { Inject } from '@nestjs/common'
import {
  CloseAccount,
  DeleteWorkspace,
  NO_WORKSPACE,
  OwnersOnly,
  SubscriptionRuns,
  WorkspaceDeleted,
  WorkspaceNameWrong,
  WorkspaceNotFound,
} from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { deleteWorkspace, lockToDelete } from '../adapters/postgres/delete-workspace.js'
import { presentUser } from '../domain/acting-user.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(DeleteWorkspace)
export class DeleteWorkspaceHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  /** By the system opening: the event is no longer the workspace's own, whose outbox is erased as well. */
  async handle(
    { id, name }: Input<typeof DeleteWorkspace>,
    anywhere: RequestContext,
  ): Promise<Output<typeof DeleteWorkspace>> {
    const ctx = ownWorkspace(id, anywhere)
    const userId = presentUser(ctx)
    const { workspaceId } = ctx
    const assertMayDelete = async (tx: Transaction) => {
      const found = await lockToDelete(tx, { workspaceId, userId })
      if (!found) throw WorkspaceNotFound()
      if (found.role !== 'owner') throw OwnersOnly()
      if (found.name !== name) throw WorkspaceNameWrong()
    }
    await this.database.system('who deletes a workspace', assertMayDelete)
    // Between the two looks, so that nobody waits for billing with a lock.
    await this.assertNotPaidFor(ctx)
    await this.database.system('delete a workspace', async (tx) => {
      await assertMayDelete(tx)
      await deleteWorkspace(tx, workspaceId)
      await tx.publish(WorkspaceDeleted, workspaceId, { workspaceId }, NO_WORKSPACE)
    })
    return {}
  }

  /** Nobody is to be charged for what is gone. */
  private async assertNotPaidFor(ctx: RequestContext): Promise<void> {
    const { isBilled } = await this.messaging.call(CloseAccount, {}, ctx)
    if (isBilled) throw SubscriptionRuns()
  }
}

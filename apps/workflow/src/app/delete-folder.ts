import { Inject } from '@nestjs/common'
import { DeleteFolder, FolderNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { FolderStore } from '../adapters/postgres/folder-store.js'

@Handles(DeleteFolder)
export class DeleteFolderHandler {
  constructor(@Inject(FolderStore) private readonly store: FolderStore) {}

  handle({ folderId }: Input<typeof DeleteFolder>, ctx: RequestContext): Promise<Output<typeof DeleteFolder>> {
    return this.store.transact(ctx, async (tx) => {
      const tree = await tx.lockTree()
      if (!tree.has(folderId)) throw FolderNotFound()
      await tx.dissolve(folderId, tree.get(folderId))
      return {}
    })
  }
}

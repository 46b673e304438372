import { Inject } from '@nestjs/common'
import { FolderNotFound, MoveFolder } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { FolderStore } from '../adapters/postgres/folder-store.js'
import { assertPlace, toFolderView } from '../domain/folder.js'

@Handles(MoveFolder)
export class MoveFolderHandler {
  constructor(@Inject(FolderStore) private readonly store: FolderStore) {}

  handle({ folderId, parentId }: Input<typeof MoveFolder>, ctx: RequestContext): Promise<Output<typeof MoveFolder>> {
    return this.store.transact(ctx, async (tx) => {
      const tree = await tx.lockTree()
      if (!tree.has(folderId)) throw FolderNotFound()
      assertPlace(tree, parentId, folderId)
      await tx.move(folderId, parentId)
      return toFolderView(await tx.get(folderId))
    })
  }
}

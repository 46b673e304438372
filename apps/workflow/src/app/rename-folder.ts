import { Inject } from '@nestjs/common'
import { RenameFolder } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { FolderStore } from '../adapters/postgres/folder-store.js'
import { assertLine } from '../domain/draft.js'
import { toFolderView } from '../domain/folder.js'

@Handles(RenameFolder)
export class RenameFolderHandler {
  constructor(@Inject(FolderStore) private readonly store: FolderStore) {}

  handle({ folderId, name }: Input<typeof RenameFolder>, ctx: RequestContext): Promise<Output<typeof RenameFolder>> {
    assertLine('/name', name)
    return this.store.transact(ctx, async (tx) => {
      await tx.rename(folderId, name)
      return toFolderView(await tx.get(folderId))
    })
  }
}

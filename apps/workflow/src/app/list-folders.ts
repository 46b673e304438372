import { Inject } from '@nestjs/common'
import { ListFolders } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { FolderStore } from '../adapters/postgres/folder-store.js'
import { toFolderView } from '../domain/folder.js'

@Handles(ListFolders)
export class ListFoldersHandler {
  constructor(@Inject(FolderStore) private readonly store: FolderStore) {}

  async handle(input: Input<typeof ListFolders>, ctx: RequestContext): Promise<Output<typeof ListFolders>> {
    const folders = await this.store.list(ctx, decodeCursor(input.cursor), input.limit + 1)
    return toPage(folders, input.limit, toFolderView, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}

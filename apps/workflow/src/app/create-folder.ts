import { Inject } from '@nestjs/common'
import { CreateFolder } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { FolderStore } from '../adapters/postgres/folder-store.js'
import { assertLine } from '../domain/draft.js'
import { assertPlace, toFolderView } from '../domain/folder.js'

@Handles(CreateFolder)
export class CreateFolderHandler {
  constructor(
    @Inject(FolderStore) private readonly store: FolderStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle(input: Input<typeof CreateFolder>, ctx: RequestContext): Promise<Output<typeof CreateFolder>> {
    assertLine('/name', input.name)
    return this.store.transact(ctx, async (tx) => {
      assertPlace(await tx.lockTree(), input.parentId)
      const folder = { ...input, id: newId(), createdAt: this.clock.now() }
      await tx.insert(folder)
      return toFolderView({ ...folder, workflows: 0 })
    })
  }
}

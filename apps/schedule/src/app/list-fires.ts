import { Inject } from '@nestjs/common'
import { ListFires } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { FireStore } from '../adapters/postgres/fire-store.js'
import { toFireView } from '../domain/fire.js'

@Handles(ListFires)
export class ListFiresHandler {
  constructor(@Inject(FireStore) private readonly store: FireStore) {}

  async handle(input: Input<typeof ListFires>, ctx: RequestContext): Promise<Output<typeof ListFires>> {
    const { scheduleId, outcome, limit } = input
    const cursor = decodeCursor(input.cursor)
    const fires = await this.store.list(ctx, { scheduleId, outcome }, { cursor, limit: limit + 1 })
    return toPage(fires, limit, toFireView, ({ nominalAt, id }) => ({ at: nominalAt.toISOString(), id }))
  }
}

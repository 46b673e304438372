import { Inject } from '@nestjs/common'
import { ListOutgoingMessages } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { MessageStore } from '../adapters/postgres/message-store.js'

@Handles(ListOutgoingMessages)
export class ListOutgoingMessagesHandler {
  constructor(@Inject(MessageStore) private readonly store: MessageStore) {}

  async handle(
    input: Input<typeof ListOutgoingMessages>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListOutgoingMessages>> {
    const messages = await this.store.list(ctx, decodeCursor(input.cursor), input.limit + 1)
    return toPage(
      messages,
      input.limit,
      (message) => message,
      ({ createdAt, id }) => ({ at: createdAt, id }),
    )
  }
}

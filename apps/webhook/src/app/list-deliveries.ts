import { Inject } from '@nestjs/common'
import { ListDeliveries } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { DeliveryStore } from '../adapters/postgres/delivery-store.js'
import { toDeliveryView } from '../domain/delivery.js'

@Handles(ListDeliveries)
export class ListDeliveriesHandler {
  constructor(@Inject(DeliveryStore) private readonly store: DeliveryStore) {}

  async handle(input: Input<typeof ListDeliveries>, ctx: RequestContext): Promise<Output<typeof ListDeliveries>> {
    const deliveries = await this.store.list(ctx, input, decodeCursor(input.cursor), input.limit + 1)
    return toPage(deliveries, input.limit, toDeliveryView, ({ receivedAt, id }) => ({
      at: receivedAt.toISOString(),
      id,
    }))
  }
}

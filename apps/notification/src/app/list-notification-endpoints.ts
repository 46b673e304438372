import { Inject } from '@nestjs/common'
import { ListNotificationEndpoints } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { viewEndpoint } from '../domain/endpoint.js'
import { ownPlace } from '../domain/own-place.js'

@Handles(ListNotificationEndpoints)
export class ListNotificationEndpointsHandler {
  constructor(@Inject(EndpointStore) private readonly store: EndpointStore) {}

  async handle(
    input: Input<typeof ListNotificationEndpoints>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListNotificationEndpoints>> {
    const endpoints = await this.store.list(ownPlace(ctx), decodeCursor(input.cursor), input.limit + 1)
    return toPage(endpoints, input.limit, viewEndpoint, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}

import { Inject } from '@nestjs/common'
import { DeleteNotificationEndpoint } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { MANAGE_ENDPOINTS } from '../domain/manage-endpoints.js'
import { ownPlace } from '../domain/own-place.js'

@Handles(DeleteNotificationEndpoint)
export class DeleteNotificationEndpointHandler {
  constructor(@Inject(EndpointStore) private readonly store: EndpointStore) {}

  async handle(
    input: Input<typeof DeleteNotificationEndpoint>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeleteNotificationEndpoint>> {
    await this.store.delete(ownPlace(ctx), input.endpointId, ctx.permissions.has(MANAGE_ENDPOINTS))
    return {}
  }
}

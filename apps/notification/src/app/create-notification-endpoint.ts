import { Inject } from '@nestjs/common'
import { CreateNotificationEndpoint, notificationEvents } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { endpointUrl } from '../domain/endpoint-url.js'
import { viewEndpoint } from '../domain/endpoint.js'
import { MANAGE_ENDPOINTS } from '../domain/manage-endpoints.js'
import { ownPlace } from '../domain/own-place.js'
import { newWebhookSecret } from '../domain/sign-webhook.js'

type Answer = Output<typeof CreateNotificationEndpoint>

@Handles(CreateNotificationEndpoint)
export class CreateNotificationEndpointHandler {
  constructor(
    @Inject(EndpointStore) private readonly store: EndpointStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof CreateNotificationEndpoint>, ctx: RequestContext): Promise<Answer> {
    const place = ownPlace(ctx)
    const isWorkspaces = input.owner === 'workspace'
    if (isWorkspaces && !ctx.permissions.has(MANAGE_ENDPOINTS)) throw Forbidden({ permission: MANAGE_ENDPOINTS })
    const url = endpointUrl(input.url)
    const signingSecret = input.kind === 'webhook' ? newWebhookSecret() : undefined
    const endpoint = {
      id: newId(),
      workspaceId: place.workspaceId,
      ...(!isWorkspaces && { userId: place.userId }),
      kind: input.kind,
      host: url.host,
      events: [...new Set(input.events ?? notificationEvents)],
      createdAt: this.clock.now(),
      secret: { url: url.href, ...(signingSecret && { signingSecret }) },
    }
    await this.store.create(ctx, endpoint)
    return { ...viewEndpoint(endpoint), ...(signingSecret && { secret: signingSecret }) }
  }
}

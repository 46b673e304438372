import { Inject } from '@nestjs/common'
import { CreateNotificationEndpoint, notificationEvents } from '@linkflow/contracts'
import type { Input, Output, Permission } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { endpointUrl } from '../domain/endpoint-url.js'
import { viewEndpoint } from '../domain/endpoint.js'
import { MANAGE_ENDPOINTS } from '../domain/manage-endpoints.js'
import { ownPlace } from '../domain/own-place.js'
import { needed } from '../domain/preferences.js'
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
    const events = [...new Set(input.events ?? notificationEvents)]
    if (isWorkspaces) requireAll(ctx, [MANAGE_ENDPOINTS, ...events.map((event) => needed[event])])
    const url = endpointUrl(input.url)
    const signingSecret = input.kind === 'webhook' ? newWebhookSecret() : undefined
    const endpoint = {
      id: newId(),
      workspaceId: place.workspaceId,
      ...(!isWorkspaces && { userId: place.userId }),
      kind: input.kind,
      host: url.host,
      events,
      createdAt: this.clock.now(),
      secret: { url: url.href, ...(signingSecret && { signingSecret }) },
    }
    await this.store.create(ctx, endpoint)
    return { ...viewEndpoint(endpoint), ...(signingSecret && { secret: signingSecret }) }
  }
}

/**
 * Nobody is asked any more when the workspace's endpoint is told something: who makes it must be allowed to read that.
 *
 * @throws Forbidden
 */
function requireAll({ permissions }: RequestContext, required: readonly Permission[]): void {
  const missing = required.find((permission) => !permissions.has(permission))
  if (missing !== undefined) throw Forbidden({ permission: missing })
}

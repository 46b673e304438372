import { Inject } from '@nestjs/common'
import { RegisterWebhooks } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, CONFIG, Handles } from '@linkflow/service'
import { WebhookStore } from '../adapters/postgres/webhook-store.js'
import type { WebhookConfig } from '../config.js'
import { toRegistered } from '../domain/webhook.js'
import { KnownWebhooks } from './known-webhooks.js'

@Handles(RegisterWebhooks)
export class RegisterWebhooksHandler {
  constructor(
    @Inject(WebhookStore) private readonly store: WebhookStore,
    @Inject(KnownWebhooks) private readonly known: KnownWebhooks,
    @Inject(CONFIG) private readonly config: WebhookConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof RegisterWebhooks>, ctx: RequestContext): Promise<Output<typeof RegisterWebhooks>> {
    const webhooks = await this.store.register(ctx, input, this.clock.now())
    this.known.tellChanged(input.workflowId)
    return { webhooks: webhooks.map((webhook) => toRegistered(webhook, this.config.LINKFLOW_PUBLIC_URL)) }
  }
}

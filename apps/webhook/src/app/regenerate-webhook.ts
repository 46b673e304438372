import { Inject } from '@nestjs/common'
import { RegenerateWebhook } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { CONFIG, Handles } from '@linkflow/service'
import { WebhookStore } from '../adapters/postgres/webhook-store.js'
import type { WebhookConfig } from '../config.js'
import { toView } from '../domain/webhook.js'
import { KnownWebhooks } from './known-webhooks.js'

@Handles(RegenerateWebhook)
export class RegenerateWebhookHandler {
  constructor(
    @Inject(WebhookStore) private readonly store: WebhookStore,
    @Inject(KnownWebhooks) private readonly known: KnownWebhooks,
    @Inject(CONFIG) private readonly config: WebhookConfig,
  ) {}

  async handle(
    { webhookId }: Input<typeof RegenerateWebhook>,
    ctx: RequestContext,
  ): Promise<Output<typeof RegenerateWebhook>> {
    const webhook = await this.store.regenerate(ctx, webhookId)
    this.known.tellChanged(webhook.workflowId)
    return toView(webhook, this.config.LINKFLOW_PUBLIC_URL)
  }
}

import { Inject } from '@nestjs/common'
import { ListWebhooks } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { CONFIG, Handles } from '@linkflow/service'
import { WebhookStore } from '../adapters/postgres/webhook-store.js'
import type { WebhookConfig } from '../config.js'
import { toView } from '../domain/webhook.js'

@Handles(ListWebhooks)
export class ListWebhooksHandler {
  constructor(
    @Inject(WebhookStore) private readonly store: WebhookStore,
    @Inject(CONFIG) private readonly config: WebhookConfig,
  ) {}

  async handle(input: Input<typeof ListWebhooks>, ctx: RequestContext): Promise<Output<typeof ListWebhooks>> {
    const { workflowId, limit } = input
    const webhooks = await this.store.list(ctx, workflowId, decodeCursor(input.cursor), limit + 1)
    const view = (webhook: (typeof webhooks)[number]) => toView(webhook, this.config.LINKFLOW_PUBLIC_URL)
    return toPage(webhooks, limit, view, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}

import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { DeliveryStore } from './adapters/postgres/delivery-store.js'
import { webhookSchema } from './adapters/postgres/schema.js'
import { WebhookStore } from './adapters/postgres/webhook-store.js'
import { DeliveryLog } from './app/delivery-log.js'
import { DeliveryRate } from './app/delivery-rate.js'
import { ForgetWorkflow } from './app/forget-workflow.js'
import { KnownWebhooks } from './app/known-webhooks.js'
import { ListDeliveriesHandler } from './app/list-deliveries.js'
import { ListWebhooksHandler } from './app/list-webhooks.js'
import { ReceiveWebhookHandler } from './app/receive-webhook.js'
import { RegenerateWebhookHandler } from './app/regenerate-webhook.js'
import { RegisterWebhooksHandler } from './app/register-webhooks.js'
import { Secrets } from './app/secrets.js'
import { webhookConfig } from './config.js'

/** Registration, verification and acceptance of webhooks. */
export const webhook = defineService({
  name: 'webhook',
  contracts: contractsOf('webhook'),
  handlers: [
    ListDeliveriesHandler,
    ListWebhooksHandler,
    ReceiveWebhookHandler,
    RegenerateWebhookHandler,
    RegisterWebhooksHandler,
  ],
  listeners: [ForgetWorkflow],
  schema: webhookSchema,
  providers: [DeliveryRate, DeliveryStore, WebhookStore, KnownWebhooks, Secrets],
  background: [DeliveryLog],
  config: webhookConfig,
})

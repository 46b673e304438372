import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

/** What the webhook service may be told. */
export const webhookConfig = z.object({
  LINKFLOW_PUBLIC_URL: z
    .url()
    .default('http://localhost:8080')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Where senders reach the gateway; webhook URLs begin with it.'),
  LINKFLOW_WEBHOOK_DELIVERY_DAYS: numberVariable(30, 1, 3650).describe('Days the delivery log is kept.'),
})
export type WebhookConfig = z.output<typeof webhookConfig>

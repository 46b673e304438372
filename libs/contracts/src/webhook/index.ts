export { ListDeliveries } from './list-deliveries.js'
export { ListWebhooks } from './list-webhooks.js'
export { ReceiveWebhook } from './receive-webhook.js'
export { RegenerateWebhook } from './regenerate-webhook.js'
export { RegisterWebhooks } from './register-webhooks.js'
export {
  AddressRefused,
  ResponseTimeout,
  SignatureInvalid,
  TooManyDeliveries,
  WebhookNotFound,
  WorkflowFailed,
} from './problems.js'
export {
  DeliveryView,
  EventIdSource,
  Verification,
  WebhookView,
  deliveryOutcomes,
  jwtAlgorithms,
  webhookMethods,
  webhookPresets,
} from './views.js'
export type { WebhookPreset } from './views.js'

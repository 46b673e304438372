export { webhook } from './service.js'
export { webhookSchema } from './adapters/postgres/schema.js'

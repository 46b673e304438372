export { billing } from './service.js'
export { billingSchema } from './adapters/postgres/schema.js'

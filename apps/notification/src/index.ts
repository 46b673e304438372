export { notification } from './service.js'
export { notificationSchema } from './adapters/postgres/schema.js'

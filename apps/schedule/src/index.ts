export { schedule } from './service.js'
export { scheduleSchema } from './adapters/postgres/schema.js'

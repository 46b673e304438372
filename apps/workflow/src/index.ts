export { workflow } from './service.js'
export { workflowSchema } from './adapters/postgres/schema.js'

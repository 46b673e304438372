export { execution } from './service.js'
export { executionConfig } from './config.js'

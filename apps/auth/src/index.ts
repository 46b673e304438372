export { auth } from './service.js'
export { authSchema } from './adapters/postgres/auth-schema.js'

export { credential } from './service.js'
export { credentialSchema } from './adapters/postgres/credential-schema.js'

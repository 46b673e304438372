export { endWithUs } from './end-with-us.js'
export { freePort } from './free-port.js'
export { startLocalPostgres } from './local-postgres.js'
export type { LocalPostgres, LocalPostgresOptions } from './local-postgres.js'

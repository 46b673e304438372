export { workspace } from './service.js'
export { workspaceSchema } from './adapters/postgres/workspace-schema.js'

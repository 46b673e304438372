import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateWorkflows1732400000001 } from './migrations/1732400000001-create-workflows.js'
import { CreateVariables1732400000003 } from './migrations/1732400000003-create-variables.js'
import { OrganizeWorkflows1732400000002 } from './migrations/1732400000002-organize-workflows.js'
import { ShareWorkflows1732400000004 } from './migrations/1732400000004-share-workflows.js'

/** The workflow service's part of the database. */
export const workflowSchema: ServiceSchema = {
  service: 'workflow',
  entities: [],
  migrations: [
    createMessaging('workflow'),
    CreateWorkflows1732400000001,
    OrganizeWorkflows1732400000002,
    CreateVariables1732400000003,
    ShareWorkflows1732400000004,
  ],
}

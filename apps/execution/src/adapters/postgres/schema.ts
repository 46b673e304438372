import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateExecutions1732400000010 } from './migrations/1732400000010-create-executions.js'
import { IndexLeasesByWorkspace1732400000030 } from './migrations/1732400000030-index-leases-by-workspace.js'
import { KeepTraceparent1732400000031 } from './migrations/1732400000031-keep-traceparent.js'
import { KeepVariables1732400000020 } from './migrations/1732400000020-keep-variables.js'

export const executionSchema: ServiceSchema = {
  service: 'execution',
  entities: [],
  migrations: [
    createMessaging('execution'),
    CreateExecutions1732400000010,
    KeepVariables1732400000020,
    IndexLeasesByWorkspace1732400000030,
    KeepTraceparent1732400000031,
  ],
}

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
  // The lease first: once it is gone nobody writes the rest.
  dependents: [
    { table: 'execution_leases', by: 'execution_id', of: 'executions' },
    { table: 'execution_signals', by: 'execution_id', of: 'executions' },
    { table: 'node_executions', by: 'execution_id', of: 'executions' },
  ],
}

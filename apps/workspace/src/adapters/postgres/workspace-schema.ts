import { createMessaging } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { CreateWorkspaces1732400000001 } from './migrations/1732400000001-create-workspaces.js'
import { CreateInvitations1732400000002 } from './migrations/1732400000002-create-invitations.js'
import { CreateRoles1732400000003 } from './migrations/1732400000003-create-roles.js'
import { CreateAuditEntries1732400000004 } from './migrations/1732400000004-create-audit-entries.js'
import { AddSettings1732400000005 } from './migrations/1732400000005-add-settings.js'
import { IndexAuditFilters1732400000006 } from './migrations/1732400000006-index-audit-filters.js'

export const workspaceSchema: ServiceSchema = {
  service: 'workspace',
  entities: [],
  migrations: [
    createMessaging('workspace'),
    CreateWorkspaces1732400000001,
    CreateInvitations1732400000002,
    CreateRoles1732400000003,
    CreateAuditEntries1732400000004,
    AddSettings1732400000005,
    IndexAuditFilters1732400000006,
  ],
}

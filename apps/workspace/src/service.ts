import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { workspaceSchema } from './adapters/postgres/workspace-schema.js'
import { WorkspaceStore } from './adapters/postgres/workspace-store.js'
import { CreateWorkspaceHandler } from './app/create-workspace.js'
import { GetWorkspaceHandler } from './app/get-workspace.js'
import { ListMembersHandler } from './app/list-members.js'
import { ListWorkspacesHandler } from './app/list-workspaces.js'
import { RenameWorkspaceHandler } from './app/rename-workspace.js'
import { ResolveMembershipHandler } from './app/resolve-membership.js'

/** Tenants, their members and what these may do. */
export const workspace: Service = defineService({
  name: 'workspace',
  contracts: contractsOf('workspace'),
  handlers: [
    CreateWorkspaceHandler,
    GetWorkspaceHandler,
    ListMembersHandler,
    ListWorkspacesHandler,
    RenameWorkspaceHandler,
    ResolveMembershipHandler,
  ],
  schema: workspaceSchema,
  providers: [WorkspaceStore],
})

import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { workspaceSchema } from './adapters/postgres/workspace-schema.js'
import { WorkspaceStore } from './adapters/postgres/workspace-store.js'
import { AcceptInvitationHandler } from './app/accept-invitation.js'
import { CreateInvitationHandler } from './app/create-invitation.js'
import { DeclineInvitationHandler } from './app/decline-invitation.js'
import { ListInvitationsHandler } from './app/list-invitations.js'
import { ResendInvitationHandler } from './app/resend-invitation.js'
import { RevokeInvitationHandler } from './app/revoke-invitation.js'
import { ViewInvitationHandler } from './app/view-invitation.js'
import { InvitationMail } from './app/invitation-mail.js'
import { MemberQuota } from './app/member-quota.js'
import { OpenInvitation } from './app/open-invitation.js'
import { workspaceConfig } from './config.js'
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
    ViewInvitationHandler,
    RevokeInvitationHandler,
    ResendInvitationHandler,
    ListInvitationsHandler,
    DeclineInvitationHandler,
    CreateInvitationHandler,
    AcceptInvitationHandler,
    CreateWorkspaceHandler,
    GetWorkspaceHandler,
    ListMembersHandler,
    ListWorkspacesHandler,
    RenameWorkspaceHandler,
    ResolveMembershipHandler,
  ],
  schema: workspaceSchema,
  config: workspaceConfig,
  providers: [InvitationMail, MemberQuota, OpenInvitation, WorkspaceStore],
})

import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { workspaceSchema } from './adapters/postgres/workspace-schema.js'
import { WorkspaceStore } from './adapters/postgres/workspace-store.js'
import { AcceptInvitationHandler } from './app/accept-invitation.js'
import { auditListeners } from './app/audit-listeners.js'
import { ChangeMemberRoleHandler } from './app/change-member-role.js'
import { CheckInvitationHandler } from './app/check-invitation.js'
import { CreateInvitationHandler } from './app/create-invitation.js'
import { CreateRoleHandler } from './app/create-role.js'
import { CreateWorkspaceHandler } from './app/create-workspace.js'
import { DeclineInvitationHandler } from './app/decline-invitation.js'
import { DeleteRoleHandler } from './app/delete-role.js'
import { DeleteWorkspaceHandler } from './app/delete-workspace.js'
import { EndMembershipsHandler } from './app/end-memberships.js'
import { ExportAuditEntriesHandler } from './app/export-audit-entries.js'
import { ForgetUser } from './app/forget-user.js'
import { GetSettingsHandler } from './app/get-settings.js'
import { GetWorkspaceHandler } from './app/get-workspace.js'
import { InvitationMail } from './app/invitation-mail.js'
import { LeaveWorkspaceHandler } from './app/leave-workspace.js'
import { ListAuditEntriesHandler } from './app/list-audit-entries.js'
import { ListInvitationsHandler } from './app/list-invitations.js'
import { ListMembersHandler } from './app/list-members.js'
import { ListRolesHandler } from './app/list-roles.js'
import { ListWorkspacesHandler } from './app/list-workspaces.js'
import { MemberQuota } from './app/member-quota.js'
import { OpenInvitation } from './app/open-invitation.js'
import { RemoveMemberHandler } from './app/remove-member.js'
import { RenameWorkspaceHandler } from './app/rename-workspace.js'
import { ResendInvitationHandler } from './app/resend-invitation.js'
import { ResolveMembershipHandler } from './app/resolve-membership.js'
import { ResolveSettingsHandler } from './app/resolve-settings.js'
import { RevokeInvitationHandler } from './app/revoke-invitation.js'
import { TransferOwnershipHandler } from './app/transfer-ownership.js'
import { UpdateRoleHandler } from './app/update-role.js'
import { UpdateSettingsHandler } from './app/update-settings.js'
import { ViewInvitationHandler } from './app/view-invitation.js'
import { workspaceConfig } from './config.js'

/** Tenants, their members and what these may do. */
export const workspace: Service = defineService({
  name: 'workspace',
  contracts: contractsOf('workspace'),
  handlers: [
    AcceptInvitationHandler,
    ChangeMemberRoleHandler,
    CheckInvitationHandler,
    CreateInvitationHandler,
    CreateRoleHandler,
    CreateWorkspaceHandler,
    DeclineInvitationHandler,
    DeleteRoleHandler,
    DeleteWorkspaceHandler,
    EndMembershipsHandler,
    ExportAuditEntriesHandler,
    GetSettingsHandler,
    GetWorkspaceHandler,
    LeaveWorkspaceHandler,
    ListAuditEntriesHandler,
    ListInvitationsHandler,
    ListMembersHandler,
    ListRolesHandler,
    ListWorkspacesHandler,
    RemoveMemberHandler,
    RenameWorkspaceHandler,
    ResendInvitationHandler,
    ResolveMembershipHandler,
    ResolveSettingsHandler,
    RevokeInvitationHandler,
    TransferOwnershipHandler,
    UpdateRoleHandler,
    UpdateSettingsHandler,
    ViewInvitationHandler,
  ],
  listeners: [...auditListeners, ForgetUser],
  schema: workspaceSchema,
  config: workspaceConfig,
  providers: [InvitationMail, MemberQuota, OpenInvitation, WorkspaceStore],
})

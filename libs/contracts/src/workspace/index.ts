export { AcceptInvitation } from './accept-invitation.js'
export { ChangeMemberRole } from './change-member-role.js'
export { CheckInvitation } from './check-invitation.js'
export { CreateInvitation } from './create-invitation.js'
export { CreateRole } from './create-role.js'
export { CreateWorkspace } from './create-workspace.js'
export { DeclineInvitation } from './decline-invitation.js'
export { DeleteRole } from './delete-role.js'
export { DeleteWorkspace } from './delete-workspace.js'
export { EndMemberships } from './end-memberships.js'
export { ExportAuditEntries, MAX_EXPORTED_ENTRIES } from './export-audit-entries.js'
export { GetSettings } from './get-settings.js'
export { GetWorkspace } from './get-workspace.js'
export { LeaveWorkspace } from './leave-workspace.js'
export { ListAuditEntries } from './list-audit-entries.js'
export { ListInvitations } from './list-invitations.js'
export { ListMembers } from './list-members.js'
export { ListRoles } from './list-roles.js'
export { ListWorkspaces } from './list-workspaces.js'
export { RemoveMember } from './remove-member.js'
export { RenameWorkspace } from './rename-workspace.js'
export { ResendInvitation } from './resend-invitation.js'
export { ResolveMembership } from './resolve-membership.js'
export { ResolveSettings } from './resolve-settings.js'
export { RevokeInvitation } from './revoke-invitation.js'
export { TransferOwnership } from './transfer-ownership.js'
export { UpdateRole } from './update-role.js'
export { UpdateSettings } from './update-settings.js'
export { ViewInvitation } from './view-invitation.js'
export { MemberRemoved, NO_WORKSPACE, WorkspaceDeleted } from './events.js'
export { AuditEntryView, AuditFilter } from './audit-entry-view.js'
export { WorkspaceSettings } from './settings-view.js'
export { InvitationToken, InvitationView, SentInvitation } from './invitation-view.js'
export {
  AlreadyInvited,
  AlreadyMember,
  AlreadyOwner,
  InvitationForAnother,
  InvitationInvalid,
  InvitationJustSent,
  InvitationNotFound,
  LastOwner,
  MemberNotFound,
  OwnersOnly,
  RoleInUse,
  RoleNameTaken,
  RoleNotFound,
  RolesFull,
  RoleTooStrong,
  RoleUnknown,
  SoleOwner,
  SubscriptionRuns,
  WorkspaceNameWrong,
  WorkspaceNotFound,
} from './problems.js'
export { RoleRef } from './role-ref.js'
export { MAX_ROLES, RoleName, RolePermissions, RoleView } from './role-view.js'
export { ListedMember, MemberView, Membership, WorkspaceView } from './views.js'

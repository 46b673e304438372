export { AcceptInvitation } from './accept-invitation.js'
export { CreateInvitation } from './create-invitation.js'
export { CreateWorkspace } from './create-workspace.js'
export { DeclineInvitation } from './decline-invitation.js'
export { GetWorkspace } from './get-workspace.js'
export { ListInvitations } from './list-invitations.js'
export { ListMembers } from './list-members.js'
export { ListWorkspaces } from './list-workspaces.js'
export { RenameWorkspace } from './rename-workspace.js'
export { ResendInvitation } from './resend-invitation.js'
export { ResolveMembership } from './resolve-membership.js'
export { RevokeInvitation } from './revoke-invitation.js'
export { ViewInvitation } from './view-invitation.js'
export { InvitationToken, InvitationView, SentInvitation } from './invitation-view.js'
export {
  AlreadyInvited,
  AlreadyMember,
  InvitationForAnother,
  InvitationInvalid,
  InvitationNotFound,
  OwnersOnly,
  RoleTooStrong,
  WorkspaceNotFound,
} from './problems.js'
export { RoleRef } from './role-ref.js'
export { MemberView, Membership, WorkspaceView } from './views.js'

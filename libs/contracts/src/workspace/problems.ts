import { defineProblem } from '@linkflow/kernel'
import { z } from 'zod'

export const WorkspaceNotFound = defineProblem({
  code: 'workspace/not-found',
  status: 404,
  title: 'There is no such workspace.',
})
export const MemberNotFound = defineProblem({
  code: 'workspace/member-not-found',
  status: 404,
  title: 'There is no such member.',
})
export const LastOwner = defineProblem({
  code: 'workspace/last-owner',
  status: 409,
  title: 'The workspace would have no owner. Make somebody else one first.',
})
export const SoleOwner = defineProblem({
  code: 'workspace/sole-owner',
  status: 409,
  title: 'You are the only owner of workspaces that others work in. Make somebody else an owner of them first.',
  params: z.object({ workspaces: z.array(z.object({ id: z.string(), name: z.string() })) }),
  detail: ({ workspaces }) => `Hand over: ${workspaces.map(({ name }) => name).join(', ')}.`,
})
export const AlreadyOwner = defineProblem({
  code: 'workspace/already-owner',
  status: 409,
  title: 'They are an owner already.',
})
export const InvitationNotFound = defineProblem({
  code: 'workspace/invitation-not-found',
  status: 404,
  title: 'There is no such invitation.',
})
export const InvitationJustSent = defineProblem({
  code: 'workspace/invitation-just-sent',
  status: 429,
  title: 'This invitation was sent a moment ago.',
  params: z.object({ retryAfterSeconds: z.int() }),
  detail: ({ retryAfterSeconds }) => `It can be sent again in ${retryAfterSeconds} s.`,
})
/** Not a 404: whoever presents a token asks for no thing of a workspace. */
export const InvitationInvalid = defineProblem({
  code: 'workspace/invitation-invalid',
  status: 410,
  title: 'This invitation is not valid any more. Ask for a new one.',
})
export const InvitationForAnother = defineProblem({
  code: 'workspace/invitation-for-another',
  status: 403,
  title: 'This invitation was sent to another address than that of your account.',
})
export const AlreadyMember = defineProblem({
  code: 'workspace/already-member',
  status: 409,
  title: 'They are a member of the workspace already.',
})
export const AlreadyInvited = defineProblem({
  code: 'workspace/already-invited',
  status: 409,
  title: 'This address is invited already: send that invitation again, or revoke it first.',
})
export const OwnersOnly = defineProblem({
  code: 'workspace/owners-only',
  status: 403,
  title: 'Only an owner makes, changes or removes owners.',
})
export const RoleNotFound = defineProblem({
  code: 'workspace/role-not-found',
  status: 404,
  title: 'There is no such role of the workspace.',
})
/** Not a 404: the role is named in the input, not in the path. */
export const RoleUnknown = defineProblem({
  code: 'workspace/role-unknown',
  status: 422,
  title: 'There is no such role to give.',
})
export const RoleNameTaken = defineProblem({
  code: 'workspace/role-name-taken',
  status: 409,
  title: 'Another role has this name.',
})
export const RoleInUse = defineProblem({
  code: 'workspace/role-in-use',
  status: 409,
  title: 'Members or invitations have this role. Give them another one first.',
})
export const RolesFull = defineProblem({
  code: 'workspace/roles-full',
  status: 409,
  title: 'The workspace has as many roles of its own as it can have.',
  params: z.object({ limit: z.int() }),
})
export const RoleTooStrong = defineProblem({
  code: 'workspace/role-too-strong',
  status: 403,
  title: 'Nobody gives or takes what they do not hold themselves.',
  params: z.object({ missing: z.array(z.string()) }),
  detail: ({ missing }) => `You do not hold ${missing.join(', ')} yourself.`,
})
export const WorkspaceNameWrong = defineProblem({
  code: 'workspace/name-wrong',
  status: 422,
  title: 'This is not the name of the workspace: nothing was deleted.',
})
export const SubscriptionRuns = defineProblem({
  code: 'workspace/subscription-runs',
  status: 409,
  title: 'The workspace has a subscription that is paid for: cancel it first, and wait until it has ended.',
})

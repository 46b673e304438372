import type { RoleRef } from '@linkflow/contracts'

/** A membership of a user who goes, and who stays. */
export interface MembershipToEnd {
  workspaceId: string
  name: string
  role: RoleRef
  /** Members besides the user. */
  others: number
  otherOwners: number
}

/** Whether the workspace would go on without an owner. */
export function isSoleOwner({ role, others, otherOwners }: MembershipToEnd): boolean {
  return role === 'owner' && others > 0 && otherOwners === 0
}

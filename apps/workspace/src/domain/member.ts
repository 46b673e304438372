import type { MemberView, RoleRef } from '@linkflow/contracts'

/** Somebody who belongs to a workspace. */
export interface Member {
  userId: string
  email: string
  name: string
  role: RoleRef
  joinedAt: Date
}

/** What members are shown of one another. */
export function viewMember({ joinedAt, ...rest }: Member): MemberView {
  return { ...rest, joinedAt: joinedAt.toISOString() }
}

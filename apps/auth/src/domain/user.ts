import type { UserView } from '@linkflow/contracts'

/** Somebody who signs in. `pending` until their first workspace is made. */
export interface User {
  id: string
  email: string
  emailVerifiedAt?: Date
  name: string
  passwordHash: string
  state: 'pending' | 'active'
  firstWorkspaceId: string
  createdAt: Date
}

export function viewUser({ id, email, emailVerifiedAt, name, createdAt }: User): UserView {
  return { id, email, emailVerified: emailVerifiedAt !== undefined, name, createdAt: createdAt.toISOString() }
}

/** What a user's first workspace is called; always the same, so that making it can be repeated. */
export function firstWorkspaceName(userName: string): string {
  // Cut to what a workspace's name may have, never in the middle of a surrogate pair.
  return `${userName
    .slice(0, 100)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()}’s workspace`
}

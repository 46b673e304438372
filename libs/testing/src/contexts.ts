import { roles } from '@linkflow/contracts'
import type { Role } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'

export interface UserOptions {
  userId?: string
  workspaceId?: string
  role?: Role
  idempotency?: RequestContext['idempotency']
}

const base = () => ({ requestId: newId(), deadlineAt: Date.now() + 60_000 })

/** Contexts as the gateway would make them. */
export const contexts = {
  /** A signed-in member of a workspace; a new user in a new workspace, as owner, unless told. */
  user({ userId = newId(), workspaceId = newId(), role = 'owner', idempotency }: UserOptions = {}): RequestContext & {
    workspaceId: string
  } {
    return {
      ...base(),
      principal: { kind: 'user', id: userId, sessionId: newId() },
      workspaceId,
      permissions: new Set(roles[role]),
      idempotency,
    }
  },
  /** A user who belongs to no workspace of the call. */
  signedIn(userId: string = newId(), sessionId: string = newId()): RequestContext {
    return { ...base(), principal: { kind: 'user', id: userId, sessionId }, permissions: new Set() }
  },
  anonymous(): RequestContext {
    return { ...base(), principal: { kind: 'anonymous' }, permissions: new Set() }
  },
  /** A service acting by itself, for workspaces it names. */
  service(id: string, workspaceId?: string): RequestContext {
    return { ...base(), principal: { kind: 'service', id }, workspaceId, permissions: new Set() }
  },
  /** A running execution. */
  execution(id: string, workspaceId: string): RequestContext {
    return { ...base(), principal: { kind: 'execution', id }, workspaceId, permissions: new Set() }
  },
}

import { WorkspaceNotFound } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext, WorkspaceContext } from '@linkflow/kernel'

/** A person in a workspace. An API key acts for the person who made it. */
export type Place = WorkspaceContext & { userId: string }

/** @throws WorkspaceNotFound when the caller belongs to none; Unauthenticated when it is no person */
export function ownPlace(ctx: RequestContext): Place {
  const { principal, workspaceId } = ctx
  if (workspaceId === undefined) throw WorkspaceNotFound()
  if (principal.kind === 'user') return { ...ctx, workspaceId, userId: principal.id }
  if (principal.kind === 'api-key') return { ...ctx, workspaceId, userId: principal.userId }
  throw Unauthenticated()
}

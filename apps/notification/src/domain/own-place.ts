import { SessionRequired, WorkspaceNotFound } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext, WorkspaceContext } from '@linkflow/kernel'

/** A person in a workspace. */
export type Place = WorkspaceContext & { userId: string }

/**
 * Where a call acts and for whom. An API key acts for the person who made it.
 *
 * @throws WorkspaceNotFound when the caller belongs to none; Unauthenticated when it is no person
 */
export function placeOf(ctx: RequestContext): Place {
  const { principal, workspaceId } = ctx
  if (workspaceId === undefined) throw WorkspaceNotFound()
  if (principal.kind === 'user') return { ...ctx, workspaceId, userId: principal.id }
  if (principal.kind === 'api-key') return { ...ctx, workspaceId, userId: principal.userId }
  throw Unauthenticated()
}

/**
 * The same for what is a person's own: no key reaches it, however much it may do in the workspace.
 *
 * @throws SessionRequired for an API key; else as `placeOf`
 */
export function ownPlace(ctx: RequestContext): Place {
  if (ctx.principal.kind === 'api-key') throw SessionRequired()
  return placeOf(ctx)
}

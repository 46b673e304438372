import { WorkspaceNotFound } from '@linkflow/contracts'
import type { RequestContext, WorkspaceContext } from '@linkflow/kernel'

/**
 * The context, when `id` is the workspace it belongs to; every other workspace does not exist for the caller.
 *
 * @throws WorkspaceNotFound
 */
export function ownWorkspace(id: string, ctx: RequestContext): WorkspaceContext {
  if (ctx.workspaceId === undefined || id !== ctx.workspaceId) throw WorkspaceNotFound()
  return { ...ctx, workspaceId: ctx.workspaceId }
}

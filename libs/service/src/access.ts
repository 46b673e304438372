import type { RequestContract } from '@linkflow/contracts'
import { Forbidden, Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'

/**
 * The floor below every handler: refuses a caller the contract does not admit.
 *
 * @throws Unauthenticated | Forbidden
 */
export function checkAccess(contract: RequestContract, ctx: RequestContext): void {
  const { access } = contract
  switch (access.kind) {
    case 'public':
      return
    case 'internal':
      if (!access.callers.some((caller) => caller === callerOf(ctx))) throw Forbidden({ permission: contract.subject })
      return
    case 'authenticated':
      if (ctx.principal.kind !== 'user' && ctx.principal.kind !== 'api-key') throw Unauthenticated()
      return
    case 'permission':
      if (ctx.principal.kind === 'anonymous') throw Unauthenticated()
      if (ctx.workspaceId === undefined || !ctx.permissions.has(access.permission))
        throw Forbidden({ permission: access.permission })
  }
}

/** The service behind a context: executions belong to the execution service. */
function callerOf({ principal }: RequestContext): string | undefined {
  if (principal.kind === 'service') return principal.id
  return principal.kind === 'execution' ? 'execution' : undefined
}

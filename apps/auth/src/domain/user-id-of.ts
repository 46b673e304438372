import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'

/**
 * The user who acts, by themselves or through a key of theirs.
 *
 * @throws Unauthenticated when nobody's user acts
 */
export function userIdOf({ principal }: RequestContext): string {
  if (principal.kind === 'user') return principal.id
  if (principal.kind === 'api-key') return principal.userId
  throw Unauthenticated()
}

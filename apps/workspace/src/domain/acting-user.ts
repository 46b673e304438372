import { SessionRequired } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'

/**
 * The user who acts, by themselves or through a key of theirs.
 *
 * @throws Unauthenticated when nobody's user acts
 */
export function actingUser({ principal }: RequestContext): string {
  if (principal.kind === 'user') return principal.id
  if (principal.kind === 'api-key') return principal.userId
  throw Unauthenticated()
}

/**
 * The user who is there in person: a key neither joins nor leaves nor gives a workspace away.
 *
 * @throws SessionRequired
 */
export function presentUser({ principal }: RequestContext): string {
  if (principal.kind !== 'user') throw SessionRequired()
  return principal.id
}

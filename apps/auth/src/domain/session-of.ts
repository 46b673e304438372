import { SessionRequired } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type { Session } from './session.js'

/**
 * The session that acts: what concerns the account itself is for its owner, never for a key.
 *
 * @throws SessionRequired when it is not somebody signed in who acts
 */
export function sessionOf({ principal }: RequestContext): Session {
  if (principal.kind !== 'user') throw SessionRequired()
  return { id: principal.sessionId, userId: principal.id }
}

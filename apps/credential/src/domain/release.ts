import type { Input, ReleaseCredential } from '@linkflow/contracts'
import type { Principal } from '@linkflow/kernel'

export type Use = Input<typeof ReleaseCredential>['use']

/** One secret given to one use: what the audit remembers. */
export interface Release {
  id: string
  credentialId: string
  use: Use
  /** `execution:<id>` or `service:<name>`. */
  releasedTo: string
  releasedAt: Date
}

export function nameOf(principal: Principal): string {
  return principal.kind === 'anonymous' ? principal.kind : `${principal.kind}:${principal.id}`
}

import { Inject } from '@nestjs/common'
import { ReleaseCredential } from '@linkflow/contracts'
import type { Input, Output, RunNode } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { catalog } from '@linkflow/nodes'

export type ReleasedCredential = Output<typeof ReleaseCredential>

/** Gets the secrets of a credential for one try of one node, on behalf of its execution. */
export class CredentialReleaser {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * The credential in a slot; undefined when the node has none there.
   *
   * @throws CredentialNotFound, also for another type than the slot takes
   */
  async release(
    { credentials, executionId, nodeId, attempt, type, version }: Input<typeof RunNode>,
    slot: string,
    ctx: RequestContext,
  ): Promise<ReleasedCredential | undefined> {
    const credentialId = credentials?.[slot]
    if (credentialId === undefined) return undefined
    const types = catalog.find(type, version)?.credentials?.find((declared) => declared.slot === slot)?.types ?? []
    const use = { kind: 'node-execution' as const, executionId, nodeId, attempt }
    return this.messaging.call(ReleaseCredential, { credentialId, types, use }, ctx)
  }
}

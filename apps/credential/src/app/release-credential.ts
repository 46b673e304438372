import { Inject } from '@nestjs/common'
import { CredentialNotFound, ReleaseCredential } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'
import { getCredentialType } from '../domain/credential-types.js'
import { open } from '../domain/envelope.js'
import type { Address, Envelope } from '../domain/envelope.js'
import { Keyring } from '../domain/keyring.js'
import { nameOf } from '../domain/release.js'

@Handles(ReleaseCredential)
export class ReleaseCredentialHandler {
  constructor(
    @Inject(CredentialStore) private readonly store: CredentialStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(
    { credentialId, types, use }: Input<typeof ReleaseCredential>,
    ctx: RequestContext,
  ): Promise<Output<typeof ReleaseCredential>> {
    const { workspaceId } = ctx
    if (workspaceId === undefined) throw CredentialNotFound()
    const release = {
      id: newId(),
      credentialId,
      types,
      use,
      releasedTo: nameOf(ctx.principal),
      releasedAt: this.clock.now(),
    }
    return this.store.release(ctx, release, ({ version, type }, envelope) => {
      const secret = this.open(envelope, { workspaceId, credentialId, version, type })
      try {
        const { authenticate } = getCredentialType(type)
        return { type, data: JSON.parse(secret.toString('utf8')), ...(authenticate && { authenticate }) }
      } finally {
        secret.fill(0)
      }
    })
  }

  /** Says which one it was, for whoever reads the log: the caller learns no more than that something went wrong. */
  private open(envelope: Envelope, address: Address): Buffer {
    try {
      return open(envelope, address, this.keyring)
    } catch (cause) {
      throw new Error(`The credential ${address.credentialId} does not open.`, { cause })
    }
  }
}

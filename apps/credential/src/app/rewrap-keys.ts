import { Inject, Injectable } from '@nestjs/common'
import { HOST } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'
import type { Credential } from '../domain/credential.js'
import { rewrap } from '../domain/envelope.js'
import type { Envelope } from '../domain/envelope.js'
import { Keyring } from '../domain/keyring.js'

/**
 * After a change of the active key, moves every data key to it, so that the former key can be thrown away. Begins at
 * every start, goes on where the last one ended, touches no secret.
 */
@Injectable()
export class RewrapKeys implements Background {
  private readonly logger: Logger
  private stopping = false
  private run: Promise<void> = Promise.resolve()

  constructor(
    @Inject(CredentialStore) private readonly store: CredentialStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(HOST) host: Host,
  ) {
    this.logger = host.logger('credential')
  }

  async start(): Promise<void> {
    this.run = this.rewrapAll().catch((error: unknown) => this.logger.error({ err: error }, 'data keys not rewrapped'))
  }

  async stop(): Promise<void> {
    this.stopping = true
    await this.run
  }

  private async rewrapAll(): Promise<void> {
    const rewrapOne = (workspaceId: string, credential: Credential, envelope: Envelope) =>
      this.rewrapOne(workspaceId, credential, envelope)
    let last = await this.store.rewrapBatch(this.keyring.activeId, undefined, rewrapOne)
    while (last && !this.stopping) last = await this.store.rewrapBatch(this.keyring.activeId, last, rewrapOne)
  }

  /** One that does not open must not keep the others from the new key. */
  private rewrapOne(workspaceId: string, { id, version, type }: Credential, envelope: Envelope): Envelope | undefined {
    try {
      return rewrap(envelope, { workspaceId, credentialId: id, version, type }, this.keyring)
    } catch (error) {
      this.logger.error({ err: error, workspaceId, credentialId: id }, 'data key not rewrapped')
      return undefined
    }
  }
}

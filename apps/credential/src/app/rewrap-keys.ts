import { Inject, Injectable } from '@nestjs/common'
import { HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { CredentialStore } from '../adapters/postgres/credential-store.js'
import type { Credential } from '../domain/credential.js'
import { rewrap } from '../domain/envelope.js'
import type { Envelope } from '../domain/envelope.js'
import { Keyring } from '../domain/keyring.js'

const EVERY_MS = 60 * 60_000

/**
 * After a change of the active key, moves every data key to it, so that the former key can be thrown away. Looks at every
 * start and each hour, since others may still have used the former key; goes on where the last one ended, touches no secret.
 */
@Injectable()
export class RewrapKeys implements Background {
  private readonly logger: Logger
  private readonly poller: Poller
  private last: { workspaceId: string; id: string } | undefined

  constructor(
    @Inject(CredentialStore) private readonly store: CredentialStore,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(HOST) host: Host,
  ) {
    this.logger = host.logger('credential')
    const work = () => this.rewrapBatch()
    this.poller = new Poller({ everyMs: EVERY_MS, work, logger: this.logger, name: 'rewrapping data keys' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async rewrapBatch(): Promise<boolean> {
    this.last = await this.store.rewrapBatch(this.keyring.activeId, this.last, (...one) => this.rewrapOne(...one))
    return this.last !== undefined
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

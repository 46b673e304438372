import { Inject, Injectable } from '@nestjs/common'
import { CredentialNotFound, ReleaseCredential } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK } from '@linkflow/service'
import { credentialIdsOf, credentialTypesFor, secretOf } from '../domain/check-request.js'
import type { Webhook } from '../domain/webhook.js'

const KEPT_MS = 30_000
const MISSING_KEPT_MS = 5_000
const MAX_KEPT = 5_000
const NONE: readonly string[] = []

interface Entry {
  secret: Promise<string | undefined>
  expiresAt: number
}

/** The secrets webhooks are verified with: released by the credential service, kept in memory for at most 30 seconds. */
@Injectable()
export class Secrets {
  private readonly kept = new Map<string, Entry>()

  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The secrets that prove a request to a webhook; those whose credential is gone are left out. */
  of(webhook: Webhook, ctx: RequestContext): readonly string[] | Promise<readonly string[]> {
    const ids = credentialIdsOf(webhook.verify)
    if (ids.length === 0) return NONE
    return Promise.all(ids.map((id) => this.secret(webhook, id, ctx))).then((secrets) =>
      secrets.filter((secret) => secret !== undefined),
    )
  }

  private secret(webhook: Webhook, credentialId: string, ctx: RequestContext): Promise<string | undefined> {
    const key = `${webhook.id}/${credentialId}`
    const nowMs = this.clock.now().getTime()
    const kept = this.kept.get(key)
    if (kept && kept.expiresAt > nowMs) return kept.secret
    const entry: Entry = { secret: this.release(webhook, credentialId, ctx), expiresAt: nowMs + KEPT_MS }
    this.keep(key, entry)
    entry.secret.then(
      (secret) => {
        if (secret === undefined) entry.expiresAt = nowMs + MISSING_KEPT_MS
      },
      () => {
        if (this.kept.get(key) === entry) this.kept.delete(key)
      },
    )
    return entry.secret
  }

  private async release(webhook: Webhook, credentialId: string, ctx: RequestContext): Promise<string | undefined> {
    const use = { kind: 'webhook' as const, webhookId: webhook.id }
    try {
      const types = credentialTypesFor(webhook.verify)
      const { data } = await this.messaging.call(ReleaseCredential, { credentialId, types, use }, ctx)
      return secretOf(data)
    } catch (error) {
      if (CredentialNotFound.is(error)) return undefined
      throw error
    }
  }

  private keep(key: string, entry: Entry): void {
    this.kept.delete(key)
    if (this.kept.size >= MAX_KEPT) {
      const [oldest] = this.kept.keys()
      if (oldest !== undefined) this.kept.delete(oldest)
    }
    this.kept.set(key, entry)
  }
}

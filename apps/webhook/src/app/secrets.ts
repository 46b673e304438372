import { Inject, Injectable } from '@nestjs/common'
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common'
import { CREDENTIAL_CHANGED, CredentialChanged, CredentialNotFound, ReleaseCredential } from '@linkflow/contracts'

import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import type { LiveSubscription } from '@linkflow/messaging'
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

/**
 * The secrets webhooks are verified with: released by the credential service, kept in memory for at most 30 seconds, and
 * forgotten at once when it tells that the credential is gone.
 */
@Injectable()
export class Secrets implements OnModuleInit, OnModuleDestroy {
  private readonly kept = new Map<string, Entry>()
  private subscription: LiveSubscription | undefined

  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.subscription = this.messaging.subscribeLive(CREDENTIAL_CHANGED, (_subject, data) => {
      const told = CredentialChanged.safeParse(data)
      if (told.success) this.forget(told.data.credentialId)
    })
    await this.subscription.ready
  }

  async onModuleDestroy(): Promise<void> {
    await this.subscription?.close()
  }

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

  /** What is being released now is given to who waits for it, and kept for nobody. */
  private forget(credentialId: string): void {
    for (const key of this.kept.keys()) if (key.endsWith(`/${credentialId}`)) this.kept.delete(key)
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

import { Inject, Injectable } from '@nestjs/common'
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import type { LiveSubscription } from '@linkflow/messaging'
import { CLOCK } from '@linkflow/service'
import { WebhookStore } from '../adapters/postgres/webhook-store.js'
import { isToken } from '../domain/token.js'
import type { Webhook } from '../domain/webhook.js'

/** Tells every process that the webhooks of a workflow are others now. */
const CHANGED = 'control.webhook.changed'
const KEPT_MS = 5_000
const MAX_KNOWN = 10_000
const MAX_UNKNOWN = 1_000

interface Entry<T> {
  value: T
  expiresAt: number
}

/**
 * The webhooks this process has met, so that a delivery costs no query. What is kept is at most five seconds old, and
 * forgotten at once when a change is told.
 */
@Injectable()
export class KnownWebhooks implements OnModuleInit, OnModuleDestroy {
  private readonly known = new Map<string, Entry<Webhook>>()
  private readonly unknown = new Map<string, Entry<true>>()
  private readonly lookups = new Map<string, Promise<Webhook | undefined>>()
  private changes = 0
  private subscription: LiveSubscription | undefined

  constructor(
    @Inject(WebhookStore) private readonly store: WebhookStore,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    this.subscription = this.messaging.subscribeLive(CHANGED, (_subject, data) => this.onChanged(data))
    await this.subscription.ready
  }

  async onModuleDestroy(): Promise<void> {
    await this.subscription?.close()
  }

  /** The active webhook of a token. Waits for nothing when it is known. */
  find(token: string): Webhook | undefined | Promise<Webhook | undefined> {
    const nowMs = this.clock.now().getTime()
    const known = this.known.get(token)
    if (known && known.expiresAt > nowMs) return known.value
    if (!isToken(token)) return undefined
    const unknown = this.unknown.get(token)
    if (unknown && unknown.expiresAt > nowMs) return undefined
    return this.lookUp(token)
  }

  /** To be called after the commit of a change. */
  tellChanged(workflowId: string): void {
    this.forget(workflowId)
    this.messaging.publishLive(CHANGED, { workflowId })
  }

  private onChanged(data: unknown): void {
    const workflowId = (data as { workflowId?: unknown } | undefined)?.workflowId
    if (typeof workflowId === 'string') this.forget(workflowId)
  }

  private forget(workflowId: string): void {
    this.changes += 1
    this.lookups.clear()
    this.unknown.clear()
    for (const [token, { value }] of this.known) if (value.workflowId === workflowId) this.known.delete(token)
  }

  private lookUp(token: string): Promise<Webhook | undefined> {
    const under = this.lookups.get(token)
    if (under) return under
    const lookup = this.read(token).finally(() => {
      if (this.lookups.get(token) === lookup) this.lookups.delete(token)
    })
    this.lookups.set(token, lookup)
    return lookup
  }

  private async read(token: string): Promise<Webhook | undefined> {
    const { changes } = this
    const webhook = await this.store.findByToken(token)
    // A change was told while the query ran: what it saw may be the state of before, and is kept for nobody.
    if (changes !== this.changes) return webhook
    const expiresAt = this.clock.now().getTime() + KEPT_MS
    if (webhook) keep(this.known, token, { value: webhook, expiresAt }, MAX_KNOWN)
    else {
      this.known.delete(token)
      keep(this.unknown, token, { value: true, expiresAt }, MAX_UNKNOWN)
    }
    return webhook
  }
}

/** Keeps a cache bounded: what was put in first goes first. */
function keep<T>(cache: Map<string, Entry<T>>, token: string, entry: Entry<T>, limit: number): void {
  cache.delete(token)
  if (cache.size >= limit) {
    const [oldest] = cache.keys()
    if (oldest !== undefined) cache.delete(oldest)
  }
  cache.set(token, entry)
}

import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { MessageStore } from '../adapters/postgres/message-store.js'
import type { Settlement } from '../adapters/postgres/message-store.js'
import type { NotificationConfig } from '../config.js'
import type { ClaimedMessage, Outcome } from '../domain/outgoing-message.js'
import { SealBroken } from '../domain/sealed.js'
import { retryDelayMs } from '../domain/retry-delay.js'
import { DeliverEmail } from './deliver-email.js'
import { DeliverToEndpoint } from './deliver-to-endpoint.js'
import { NotificationMetrics } from './notification-metrics.js'

/** A lease outlives two providers that use up their time at every step. */
const LEASE_MS = 60_000
const STEPS = 8

/** Not for good: it opens again when the key comes back that it was sealed with. */
const UNREADABLE: Outcome = { kind: 'failed', provider: 'none', error: 'does not decrypt', permanent: false }

/** Works the queue off: as many at once as there are slots, each until it is sent, refused or tried often enough. */
@Injectable()
export class SendMessages implements Background {
  private readonly poller: Poller
  private readonly logger: Logger
  private readonly sending = new Set<Promise<void>>()

  constructor(
    @Inject(MessageStore) private readonly store: MessageStore,
    @Inject(DeliverEmail) private readonly email: DeliverEmail,
    @Inject(DeliverToEndpoint) private readonly endpoint: DeliverToEndpoint,
    @Inject(NotificationMetrics) private readonly metrics: NotificationMetrics,
    @Inject(CONFIG) private readonly config: NotificationConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
  ) {
    this.logger = host.logger('notification')
    const { LINKFLOW_NOTIFICATION_POLL_MS: everyMs } = config
    this.poller = new Poller({ everyMs, work: () => this.claim(), logger: this.logger, name: 'sending messages' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  /** Takes nothing more and waits for what is being sent. */
  async stop(): Promise<void> {
    await this.poller.stop()
    await Promise.all(this.sending)
  }

  /** Whether e-mails can leave: without a provider they are only kept. */
  get canMail(): boolean {
    return this.email.isConfigured
  }

  /** To be called after a message was committed. */
  wake(): void {
    this.poller.wake()
  }

  private async claim(): Promise<boolean> {
    const free = this.config.LINKFLOW_NOTIFICATION_CONCURRENCY - this.sending.size
    if (free <= 0) return false
    const leaseMs = LEASE_MS + STEPS * this.config.MAIL_TIMEOUT_MS
    const messages = await this.store.claim(free, this.clock.now(), leaseMs)
    for (const message of messages) {
      const work = this.send(message)
        .catch((error: unknown) => this.logger.warn({ err: error, messageId: message.id }, 'message not settled'))
        .finally(() => {
          this.sending.delete(work)
          this.poller.wake()
        })
      this.sending.add(work)
    }
    return false
  }

  private async send(message: ClaimedMessage): Promise<void> {
    const outcome = await this.attempt(message)
    this.metrics.attempted(message.channel, outcome)
    const now = this.clock.now()
    const settlement = this.settlementOf(message, outcome, now)
    await this.store.settle(message, settlement, now)
    this.report(message, settlement)
  }

  private async attempt(message: ClaimedMessage): Promise<Outcome> {
    const { content } = message
    if (!content) return UNREADABLE
    try {
      return await (content.kind === 'email'
        ? this.email.deliver(message, content)
        : this.endpoint.deliver(message, content))
    } catch (error) {
      if (error instanceof SealBroken) return UNREADABLE
      this.logger.error({ err: error, messageId: message.id }, 'message not sent')
      return { kind: 'failed', provider: 'none', error: 'internal error', permanent: false }
    }
  }

  private settlementOf({ channel, attempts }: ClaimedMessage, outcome: Outcome, now: Date): Settlement {
    if (outcome.kind === 'sent') return { state: 'sent', provider: outcome.provider }
    if (outcome.kind !== 'failed') return { state: outcome.kind }
    const { provider, error, permanent } = outcome
    if (permanent || attempts >= this.config.LINKFLOW_NOTIFICATION_ATTEMPTS) return { state: 'failed', provider, error }
    this.metrics.retried(channel)
    const pauseMs = retryDelayMs(attempts, this.config.LINKFLOW_NOTIFICATION_RETRY_MS, Math.random())
    return { state: 'queued', provider, error, dueAt: new Date(now.getTime() + pauseMs) }
  }

  /** Never what a message says: it may hold a link that lets somebody in. */
  private report(message: ClaimedMessage, { state, provider, error }: Settlement): void {
    const { id: messageId, channel, about, workspaceId, attempts } = message
    const line = { messageId, channel, about, workspaceId, attempts, provider, error }
    if (state === 'not-configured') this.logger.info(line, 'no mail provider is configured: the e-mail is kept')
    if (state === 'failed') this.logger.warn(line, 'message given up')
  }
}

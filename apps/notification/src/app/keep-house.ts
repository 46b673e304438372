import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { MailProviders } from '../adapters/mail/mail-providers.js'
import { FactStore } from '../adapters/postgres/fact-store.js'
import { MessageStore } from '../adapters/postgres/message-store.js'
import { NotificationStore } from '../adapters/postgres/notification-store.js'
import type { NotificationConfig } from '../config.js'
import { NotificationMetrics } from './notification-metrics.js'

const DAY_MS = 24 * 60 * 60_000
const CLEAN_EVERY_MS = 60 * 60_000
const LOOK_EVERY_MS = 5_000

/** Measures the queue, drops what is old, and queues again what was written before there was a mail provider. */
@Injectable()
export class KeepHouse implements Background {
  private readonly cleaner: Poller
  private readonly watch: Poller

  constructor(
    @Inject(MessageStore) private readonly messages: MessageStore,
    @Inject(NotificationStore) private readonly notifications: NotificationStore,
    @Inject(FactStore) private readonly facts: FactStore,
    @Inject(MailProviders) private readonly providers: MailProviders,
    @Inject(NotificationMetrics) private readonly metrics: NotificationMetrics,
    @Inject(CONFIG) private readonly config: NotificationConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
  ) {
    const logger = host.logger('notification')
    this.cleaner = new Poller({ everyMs: CLEAN_EVERY_MS, work: () => this.clean(), logger, name: 'retention' })
    this.watch = new Poller({ everyMs: LOOK_EVERY_MS, work: () => this.measure(), logger, name: 'measuring the queue' })
  }

  async start(): Promise<void> {
    await this.cleaner.start()
    await this.watch.start()
  }

  async stop(): Promise<void> {
    await this.cleaner.stop()
    await this.watch.stop()
  }

  private async clean(): Promise<boolean> {
    const at = this.clock.now()
    const now = at.getTime()
    if (this.providers.list.length > 0) await this.messages.requeueUnconfigured(new Date(now - DAY_MS), at)
    const before = new Date(now - this.config.LINKFLOW_NOTIFICATION_DAYS * DAY_MS)
    await this.notifications.drop(before)
    await this.facts.drop(before)
    await this.messages.drop(before, new Date(now - DAY_MS))
    return false
  }

  private async measure(): Promise<boolean> {
    const now = this.clock.now()
    const { depth, oldestDueAt } = await this.messages.queueState(now)
    this.metrics.queued(depth, oldestDueAt ? now.getTime() - oldestDueAt.getTime() : 0)
    return false
  }
}

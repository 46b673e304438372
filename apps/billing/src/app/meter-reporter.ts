import { Inject, Injectable } from '@nestjs/common'
import { Problem } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { claimMeterEvent, markSent, postpone, queueMeterEvents } from '../adapters/postgres/meter-events.js'
import { StripeMeters } from '../adapters/stripe/stripe-meters.js'
import type { BillingConfig } from '../config.js'
import { dayOf } from '../domain/month.js'
import { figureNames } from '../domain/usage.js'

const HOUR_MS = 60 * 60_000
/** Executions that ended just before midnight are counted a little after it. */
const SETTLED_AFTER_MS = HOUR_MS
const FIRST_PAUSE_MS = 60_000

/**
 * Reports the usage of past days to Stripe. Reports wait in a table: they are queued once, sent until they are taken, by
 * whichever replica comes first.
 */
@Injectable()
export class MeterReporter implements Background {
  private readonly queueing: Poller
  private readonly sending: Poller

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StripeMeters) private readonly meters: StripeMeters,
    @Inject(CONFIG) private readonly config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
  ) {
    const logger = host.logger('billing')
    const { BILLING_POLL_MS: everyMs } = config
    this.queueing = new Poller({ everyMs, work: () => this.queue(), logger, name: 'queueing usage reports' })
    this.sending = new Poller({ everyMs, work: () => this.sendOne(), logger, name: 'sending usage reports' })
  }

  async start(): Promise<void> {
    if (!this.meters.isOn || Object.keys(this.config.STRIPE_METERS).length === 0) return
    await this.queueing.start()
    await this.sending.start()
  }

  async stop(): Promise<void> {
    await this.queueing.stop()
    await this.sending.stop()
  }

  private async queue(): Promise<boolean> {
    const now = this.clock.now()
    const before = dayOf(new Date(now.getTime() - SETTLED_AFTER_MS))
    await this.database.system('queue meter events', async (tx) => {
      for (const meter of figureNames) {
        const eventName = this.config.STRIPE_METERS[meter]
        if (eventName !== undefined) await queueMeterEvents(tx, { meter, eventName, before, now })
      }
    })
    this.sending.wake()
    return false
  }

  /** False when nothing is due. */
  private sendOne(): Promise<boolean> {
    return this.database.system('send a meter event', async (tx) => {
      const now = this.clock.now()
      const event = await claimMeterEvent(tx, now)
      if (!event) return false
      try {
        await this.meters.report(event)
        await markSent(tx, event, now)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const pause = Math.min(FIRST_PAUSE_MS * 2 ** event.attempts, HOUR_MS)
        await postpone(tx, event, { dueAt: new Date(now.getTime() + pause), error: error.code })
      }
      return true
    })
  }
}

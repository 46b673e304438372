import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { dropOlder } from '../adapters/postgres/retention.js'
import type { AgingTable } from '../adapters/postgres/retention.js'
import type { BillingConfig } from '../config.js'

const DAY_MS = 24 * 60 * 60_000
const EVERY_MS = 60 * 60_000
/** Stripe repeats no event after 30 days and takes no report after 35; alerts are of the running month. */
const SETTLED_DAYS = 100

/** Drops what has been summed up, reported or told long ago. */
@Injectable()
export class KeepHouse implements Background {
  private readonly poller: Poller

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CONFIG) private readonly config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
  ) {
    const logger = host.logger('billing')
    this.poller = new Poller({ everyMs: EVERY_MS, work: () => this.clean(), logger, name: 'retention' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async clean(): Promise<boolean> {
    const rest = [
      await this.drop('usage', this.config.BILLING_USAGE_DAYS),
      await this.drop('meter_events', SETTLED_DAYS),
      await this.drop('alerts', SETTLED_DAYS),
      await this.drop('stripe_events', SETTLED_DAYS),
    ]
    return rest.includes(true)
  }

  private drop(table: AgingTable, days: number): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - days * DAY_MS)
    return this.database.system('retention', (tx) => dropOlder(tx, table, before))
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { StripeUnavailable } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { claimCustomer, markLookedAt } from '../adapters/postgres/subscriptions.js'
import type { Customer } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import { CustomerSync } from './customer-sync.js'
import { StripeTransactions } from './stripe-transactions.js'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** Looks at every customer once a day, subscription and newest invoices: an event that never came is made up for. */
@Injectable()
export class CustomerReconciler implements Background {
  private readonly poller: Poller
  private readonly logger: Logger

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(CustomerSync) private readonly sync: CustomerSync,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
    @Inject(CONFIG) private readonly config: BillingConfig,
  ) {
    this.logger = host.logger('billing')
    const { BILLING_POLL_MS: everyMs } = config
    this.poller = new Poller({
      everyMs,
      work: () => this.lookAtOne(),
      logger: this.logger,
      name: 'comparing customers',
    })
  }

  async start(): Promise<void> {
    if (this.config.STRIPE_SECRET_KEY !== undefined) await this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  /** False when everybody was looked at. */
  private async lookAtOne(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - DAY_MS)
    let customer: Customer | undefined
    try {
      await this.transactions.run('compare a customer', async (tx) => {
        customer = await claimCustomer(tx, before)
        if (customer) await this.sync.within(tx, customer.workspaceId, customer.customerId)
      })
    } catch (error) {
      if (!customer) throw error
      await this.passOver(customer, error)
    }
    return customer !== undefined
  }

  /** Whoever cannot be compared goes to the end of the line, or nobody behind them would be looked at any more. */
  private async passOver({ workspaceId, customerId }: Customer, error: unknown): Promise<void> {
    const isAway = StripeUnavailable.is(error)
    const lookedAt = new Date(this.clock.now().getTime() - (isAway ? DAY_MS - HOUR_MS : 0))
    await this.database.system('pass a customer over', (tx) => markLookedAt(tx, workspaceId, lookedAt))
    if (isAway) throw error
    this.logger.warn({ err: error, workspaceId, customerId }, 'customer not compared')
  }
}

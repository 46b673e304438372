import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { claimCustomer } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import { CustomerSync } from './customer-sync.js'
import { StripeTransactions } from './stripe-transactions.js'

const DAY_MS = 24 * 60 * 60_000

/** Looks at every customer once a day, subscription and newest invoices: an event that never came is made up for. */
@Injectable()
export class CustomerReconciler implements Background {
  private readonly poller: Poller

  constructor(
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(CustomerSync) private readonly sync: CustomerSync,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
    @Inject(CONFIG) private readonly config: BillingConfig,
  ) {
    const logger = host.logger('billing')
    const { BILLING_POLL_MS: everyMs } = config
    this.poller = new Poller({ everyMs, work: () => this.lookAtOne(), logger, name: 'comparing customers' })
  }

  async start(): Promise<void> {
    if (this.config.STRIPE_SECRET_KEY !== undefined) await this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  /** False when everybody was looked at. */
  private lookAtOne(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - DAY_MS)
    return this.transactions.run('compare a customer', async (tx) => {
      const customer = await claimCustomer(tx, before)
      if (!customer) return false
      await this.sync.within(tx, customer.workspaceId, customer.customerId)
      return true
    })
  }
}

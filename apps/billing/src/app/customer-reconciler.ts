import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { claimCustomer } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import { CustomerSync } from './customer-sync.js'
import { Periodic } from './periodic.js'
import { StripeTransactions } from './stripe-transactions.js'

const DAY_MS = 24 * 60 * 60_000

/** Looks at every customer once a day, subscription and newest invoices: an event that never came is made up for. */
@Injectable()
export class CustomerReconciler implements Background {
  private readonly periodic: Periodic

  constructor(
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(CustomerSync) private readonly sync: CustomerSync,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
    @Inject(CONFIG) private readonly config: BillingConfig,
  ) {
    this.periodic = new Periodic({
      pauseMs: config.BILLING_POLL_MS,
      work: () => this.work(),
      onError: (error) => host.logger('billing').warn({ err: error }, 'customers not compared'),
    })
  }

  async start(): Promise<void> {
    if (this.config.STRIPE_SECRET_KEY !== undefined) await this.periodic.start()
  }

  async stop(): Promise<void> {
    await this.periodic.stop()
  }

  private async work(): Promise<void> {
    while (!this.periodic.isStopping && (await this.lookAtOne())) continue
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

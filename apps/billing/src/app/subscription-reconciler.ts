import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { storeInvoice } from '../adapters/postgres/invoices.js'
import { claimCustomer } from '../adapters/postgres/subscriptions.js'
import { StripeConnection } from '../adapters/stripe/stripe-connection.js'
import { StripeInvoices } from '../adapters/stripe/stripe-invoices.js'
import type { BillingConfig } from '../config.js'
import { Periodic } from './periodic.js'
import { StripeTransactions } from './stripe-transactions.js'
import { SubscriptionSync } from './subscription-sync.js'

const DAY_MS = 24 * 60 * 60_000

/** Looks at every customer once a day, subscription and newest invoices: an event that never came is made up for. */
@Injectable()
export class SubscriptionReconciler implements Background {
  private readonly periodic: Periodic

  constructor(
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
    @Inject(StripeInvoices) private readonly invoices: StripeInvoices,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
    @Inject(CONFIG) config: BillingConfig,
  ) {
    this.periodic = new Periodic({
      pauseMs: config.BILLING_POLL_MS,
      work: () => this.work(),
      onError: (error) => host.logger('billing').warn({ err: error }, 'subscriptions not compared'),
    })
  }

  async start(): Promise<void> {
    if (this.connection.isOn) await this.periodic.start()
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
    return this.transactions.run('compare a subscription', async (tx) => {
      const customer = await claimCustomer(tx, before)
      if (!customer) return false
      const { workspaceId, customerId } = customer
      for (const invoice of await this.invoices.listNewest(customerId)) await storeInvoice(tx, workspaceId, invoice)
      await this.sync.within(tx, workspaceId, customerId)
      return true
    })
  }
}

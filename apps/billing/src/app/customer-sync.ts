import { Inject, Injectable } from '@nestjs/common'
import type { Transaction } from '@linkflow/postgres'
import { StripeInvoices } from '../adapters/stripe/stripe-invoices.js'
import { InvoiceSync } from './invoice-sync.js'
import { SubscriptionSync } from './subscription-sync.js'

/** Takes over everything Stripe says of a customer: the newest invoices and the subscription. */
@Injectable()
export class CustomerSync {
  constructor(
    @Inject(StripeInvoices) private readonly invoices: StripeInvoices,
    @Inject(InvoiceSync) private readonly invoiceSync: InvoiceSync,
    @Inject(SubscriptionSync) private readonly subscription: SubscriptionSync,
  ) {}

  /** Within a transaction that has locked the customer. */
  async within(tx: Transaction, workspaceId: string, customerId: string): Promise<void> {
    for (const invoice of await this.invoices.listNewest(customerId))
      await this.invoiceSync.within(tx, workspaceId, invoice)
    await this.subscription.within(tx, workspaceId, customerId)
  }
}

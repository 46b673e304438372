import { Inject, Injectable } from '@nestjs/common'
import type { Transaction } from '@linkflow/postgres'
import { lockCustomer } from '../adapters/postgres/subscriptions.js'
import type { StripeEvent } from '../adapters/stripe/stripe-events.js'
import { StripeInvoices } from '../adapters/stripe/stripe-invoices.js'
import { InvoiceSync } from './invoice-sync.js'
import { SubscriptionSync } from './subscription-sync.js'

const RELEVANT = /^(customer\.subscription\.|invoice\.|checkout\.session\.completed$)/

/** What events of Stripe do: they make us look. */
@Injectable()
export class EventEffects {
  constructor(
    @Inject(StripeInvoices) private readonly invoices: StripeInvoices,
    @Inject(InvoiceSync) private readonly invoiceSync: InvoiceSync,
    @Inject(SubscriptionSync) private readonly sync: SubscriptionSync,
  ) {}

  /** False for an event of a kind or of a customer that is nothing to us. */
  async apply(tx: Transaction, { type, customerId, invoiceId }: StripeEvent): Promise<boolean> {
    if (!RELEVANT.test(type) || customerId === undefined) return false
    const workspaceId = await lockCustomer(tx, customerId)
    if (workspaceId === undefined) return false
    const invoice = invoiceId === undefined ? undefined : await this.invoices.find(invoiceId)
    if (invoice) await this.invoiceSync.within(tx, workspaceId, invoice)
    await this.sync.within(tx, workspaceId, customerId)
    return true
  }
}

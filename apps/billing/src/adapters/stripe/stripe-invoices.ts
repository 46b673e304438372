import { Inject, Injectable } from '@nestjs/common'
import { StripeRefused } from '@linkflow/contracts'
import type Stripe from 'stripe'
import type { Invoice } from '../../domain/invoice.js'
import { StripeConnection } from './stripe-connection.js'

const NEWEST = 20

/** Invoices as Stripe has them. */
@Injectable()
export class StripeInvoices {
  constructor(@Inject(StripeConnection) private readonly connection: StripeConnection) {}

  /** An invoice as it is now; undefined when Stripe has it no more, as with a deleted draft. */
  async find(invoiceId: string): Promise<Invoice | undefined> {
    try {
      return await this.get(invoiceId)
    } catch (error) {
      if (StripeRefused.is(error) && error.params.stripeCode === 'resource_missing') return undefined
      throw error
    }
  }

  /** The newest invoices of a customer. */
  async listNewest(customerId: string): Promise<Invoice[]> {
    const { data } = await this.connection.call('list-invoices', (stripe) =>
      stripe.invoices.list({ customer: customerId, limit: NEWEST }),
    )
    return data.map(invoiceOf)
  }

  private async get(invoiceId: string): Promise<Invoice> {
    return invoiceOf(await this.connection.call('get-invoice', (stripe) => stripe.invoices.retrieve(invoiceId)))
  }
}

function invoiceOf(invoice: Stripe.Invoice): Invoice {
  return {
    stripeInvoiceId: invoice.id,
    number: invoice.number ?? undefined,
    status: invoice.status ?? 'draft',
    currency: invoice.currency,
    total: invoice.total,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    periodStartsAt: new Date(invoice.period_start * 1000),
    periodEndsAt: new Date(invoice.period_end * 1000),
    createdAt: new Date(invoice.created * 1000),
    url: invoice.hosted_invoice_url ?? undefined,
    pdfUrl: invoice.invoice_pdf ?? undefined,
  }
}

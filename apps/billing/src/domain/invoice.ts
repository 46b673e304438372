import type { InvoiceView } from '@linkflow/contracts'
import { derivedId } from '@linkflow/kernel'

/** An invoice as Stripe tells it. */
export interface Invoice {
  stripeInvoiceId: string
  number?: string
  status: string
  currency: string
  total: number
  amountDue: number
  amountPaid: number
  periodStartsAt: Date
  periodEndsAt: Date
  createdAt: Date
  url?: string
  pdfUrl?: string
}

/** The id under which we list an invoice of Stripe. */
export function invoiceIdOf(stripeInvoiceId: string): string {
  return derivedId('stripe-invoice', stripeInvoiceId)
}

/** Whether an invoice of this status has been sent to whom it is for: a draft may still change. */
export function isIssued(status: string | undefined): boolean {
  return status === 'open' || status === 'paid' || status === 'uncollectible'
}

/** An invoice as people see it. */
export function invoiceView(invoice: Invoice): InvoiceView {
  const { stripeInvoiceId, number, periodStartsAt, periodEndsAt, createdAt, url, pdfUrl, ...rest } = invoice
  return {
    id: invoiceIdOf(stripeInvoiceId),
    ...rest,
    ...(number === undefined ? {} : { number }),
    periodStartsAt: periodStartsAt.toISOString(),
    periodEndsAt: periodEndsAt.toISOString(),
    createdAt: createdAt.toISOString(),
    ...(url === undefined ? {} : { url }),
    ...(pdfUrl === undefined ? {} : { pdfUrl }),
  }
}

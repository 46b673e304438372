import { Injectable } from '@nestjs/common'
import { InvoiceIssued } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { findInvoiceStatus, storeInvoice } from '../adapters/postgres/invoices.js'
import { invoiceIdOf, isIssued } from '../domain/invoice.js'
import type { Invoice } from '../domain/invoice.js'

/** Takes over invoices as Stripe has them, and tells of each that is new. */
@Injectable()
export class InvoiceSync {
  /** Within a transaction that has locked the customer: of two that take over the same invoice one tells of it. */
  async within(tx: Transaction, workspaceId: string, invoice: Invoice): Promise<void> {
    const { stripeInvoiceId, number, status, currency, total, amountDue, url } = invoice
    const before = await findInvoiceStatus(tx, workspaceId, stripeInvoiceId)
    await storeInvoice(tx, workspaceId, invoice)
    if (isIssued(before) || !isIssued(status)) return
    const invoiceId = invoiceIdOf(stripeInvoiceId)
    await tx.publish(InvoiceIssued, invoiceId, { invoiceId, number, currency, total, amountDue, url }, workspaceId)
  }
}

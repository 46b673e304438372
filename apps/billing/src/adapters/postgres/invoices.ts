import { decodeCursor } from '@linkflow/postgres'
import type { Reader, Transaction } from '@linkflow/postgres'
import { invoiceIdOf } from '../../domain/invoice.js'
import type { Invoice } from '../../domain/invoice.js'

interface InvoiceRow {
  stripe_invoice_id: string
  number: string | null
  status: string
  currency: string
  total: string
  amount_due: string
  amount_paid: string
  period_starts_at: Date
  period_ends_at: Date
  url: string | null
  pdf_url: string | null
  created_at: Date
}

/** Stores an invoice as Stripe told it last. */
export async function storeInvoice(tx: Transaction, workspaceId: string, invoice: Invoice): Promise<void> {
  const { stripeInvoiceId, number, status, currency, total, amountDue, amountPaid } = invoice
  const { periodStartsAt, periodEndsAt, url, pdfUrl, createdAt } = invoice
  await tx.query(
    `insert into invoices (workspace_id, id, stripe_invoice_id, number, status, currency, total, amount_due, amount_paid,
       period_starts_at, period_ends_at, url, pdf_url, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (workspace_id, id) do update set number = excluded.number, status = excluded.status,
       total = excluded.total, amount_due = excluded.amount_due, amount_paid = excluded.amount_paid,
       period_starts_at = excluded.period_starts_at, period_ends_at = excluded.period_ends_at, url = excluded.url,
       pdf_url = excluded.pdf_url`,
    [
      ...[workspaceId, invoiceIdOf(stripeInvoiceId), stripeInvoiceId, number, status, currency, total, amountDue],
      ...[amountPaid, periodStartsAt, periodEndsAt, url, pdfUrl, createdAt],
    ],
  )
}

/** How an invoice stood when it was stored last; undefined for one that is new. */
export async function findInvoiceStatus(
  reader: Reader,
  workspaceId: string,
  stripeInvoiceId: string,
): Promise<string | undefined> {
  const [row] = await reader.query<{ status: string }>(
    `select status from invoices where workspace_id = $1 and id = $2`,
    [workspaceId, invoiceIdOf(stripeInvoiceId)],
  )
  return row?.status
}

/** Newest first, one more than `limit` when there are more. */
export async function listInvoices(reader: Reader, page: { limit: number; cursor?: string }): Promise<Invoice[]> {
  const after = decodeCursor(page.cursor)
  const rows = await reader.query<InvoiceRow>(
    `select stripe_invoice_id, number, status, currency, total, amount_due, amount_paid, period_starts_at,
       period_ends_at, url, pdf_url, created_at
     from invoices
     where workspace_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
     order by created_at desc, id desc limit $4`,
    [reader.workspaceId, after?.at, after?.id, page.limit + 1],
  )
  return rows.map(invoiceOf)
}

function invoiceOf(row: InvoiceRow): Invoice {
  return {
    stripeInvoiceId: row.stripe_invoice_id,
    number: row.number ?? undefined,
    status: row.status,
    currency: row.currency,
    total: Number(row.total),
    amountDue: Number(row.amount_due),
    amountPaid: Number(row.amount_paid),
    periodStartsAt: row.period_starts_at,
    periodEndsAt: row.period_ends_at,
    url: row.url ?? undefined,
    pdfUrl: row.pdf_url ?? undefined,
    createdAt: row.created_at,
  }
}

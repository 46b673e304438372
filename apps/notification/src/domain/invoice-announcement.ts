import type { EventData, InvoiceIssued } from '@linkflow/contracts'
import type { Announcement, Occasion } from './announcement.js'

/** What is said of a new invoice. */
export function invoiceAnnouncement(
  data: EventData<typeof InvoiceIssued>,
  { key, workspaceName, apiUrl }: Occasion,
): Announcement {
  const { invoiceId, total, currency, url = `${apiUrl}/billing/invoices`, number = invoiceId } = data
  const amount = amountOf(total, currency)
  return {
    key,
    event: 'invoice',
    title: `Invoice ${number} for ${workspaceName}`,
    text: `It is over ${amount}.`,
    url,
    data: { invoiceId, number, total, currency },
    template: 'invoice',
    variables: { workspaceName, number, amount, invoiceUrl: url },
  }
}

/** `2900`, `usd` as `29.00 USD`; currencies have none, two or three digits after the point. */
function amountOf(total: number, currency: string): string {
  const code = currency.toUpperCase()
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
  }).resolvedOptions()
  return `${(total / 10 ** digits).toFixed(digits)} ${code}`
}

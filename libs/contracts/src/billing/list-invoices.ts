import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { InvoiceView } from './views.js'

export const ListInvoices = request('billing', 'list-invoices', {
  summary: 'Lists the invoices of the workspace, newest first.',
  http: ['GET', '/billing/invoices'],
  access: 'billing:read',
  input: z.object({ ...PageInput }),
  output: page(InvoiceView),
})

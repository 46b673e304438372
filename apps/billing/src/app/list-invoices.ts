import { Inject } from '@nestjs/common'
import { ListInvoices } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { listInvoices } from '../adapters/postgres/invoices.js'
import { invoiceIdOf, invoiceView } from '../domain/invoice.js'

@Handles(ListInvoices)
export class ListInvoicesHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle(input: Input<typeof ListInvoices>, ctx: RequestContext): Promise<Output<typeof ListInvoices>> {
    const invoices = await this.database.read(ctx, (reader) => listInvoices(reader, input))
    return toPage(invoices, input.limit, invoiceView, ({ createdAt, stripeInvoiceId }) => ({
      at: createdAt.toISOString(),
      id: invoiceIdOf(stripeInvoiceId),
    }))
  }
}

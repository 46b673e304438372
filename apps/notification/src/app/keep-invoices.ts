import { Inject, Injectable } from '@nestjs/common'
import { InvoiceIssued } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { FactStore } from '../adapters/postgres/fact-store.js'

/** Only keeps it, unless there is nothing to pay: whom to tell is asked later, outside the transaction that remembers the event. */
@Listens(InvoiceIssued, 'keep-invoices')
@Injectable()
export class KeepInvoices {
  constructor(@Inject(FactStore) private readonly store: FactStore) {}

  async on(data: EventData<typeof InvoiceIssued>, { id }: EventInfo, tx: Transaction): Promise<void> {
    if (data.total > 0) await this.store.add(tx, id, { kind: 'invoice', data })
  }
}

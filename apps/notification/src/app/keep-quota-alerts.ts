import { Inject, Injectable } from '@nestjs/common'
import { QuotaAlertRaised } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { FactStore } from '../adapters/postgres/fact-store.js'

/** Only keeps it: whom to tell is asked later, outside the transaction that remembers the event. */
@Listens(QuotaAlertRaised, 'keep-quota-alerts')
@Injectable()
export class KeepQuotaAlerts {
  constructor(@Inject(FactStore) private readonly store: FactStore) {}

  on(data: EventData<typeof QuotaAlertRaised>, { id }: EventInfo, tx: Transaction): Promise<void> {
    return this.store.add(tx, id, { kind: 'quota-alert', data })
  }
}

import { Injectable } from '@nestjs/common'
import type { Type } from '@nestjs/common'
import { changeRecorded } from '@linkflow/contracts'
import type { ChangeRecord } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import { Listens } from '@linkflow/service'
import type { EventInfo, Listener } from '@linkflow/service'
import { insertAuditEntry } from '../adapters/postgres/audit-entries.js'

/** One for each service that changes things: they all enter what they are told. */
export const auditListeners: readonly Type<Listener<never>>[] = [...changeRecorded].map(([service, event]) => {
  @Injectable()
  @Listens(event, `audit-${service}`)
  class AuditListener {
    on(change: ChangeRecord, _info: EventInfo, tx: Transaction): Promise<void> {
      return insertAuditEntry(tx, change)
    }
  }
  return AuditListener
})

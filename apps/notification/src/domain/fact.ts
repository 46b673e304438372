import type { EventData, InvoiceIssued, QuotaAlertRaised, SubscriptionChanged } from '@linkflow/contracts'

/** What another service told us, and people are to be told of. */
export type Fact =
  | { kind: 'quota-alert'; data: EventData<typeof QuotaAlertRaised> }
  | { kind: 'subscription'; data: EventData<typeof SubscriptionChanged> }
  | { kind: 'invoice'; data: EventData<typeof InvoiceIssued> }

/** A fact somebody is about to tell, until the lease ends. */
export interface ClaimedFact {
  /** Of the event that told it. */
  id: string
  workspaceId: string
  leaseId: string
  fact: Fact
}

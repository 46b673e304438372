import type { DeliveryView } from '@linkflow/contracts'

/** One line of the log of what arrived. */
export interface Delivery {
  id: string
  workspaceId: string
  webhookId: string
  receivedAt: Date
  outcome: DeliveryView['outcome']
  /** HTTP status the sender was given. */
  status: number
  eventId?: string
  executionId?: string
  reason?: string
  method: string
  sizeBytes: number
}

export function toDeliveryView(delivery: Delivery): DeliveryView {
  const { workspaceId: _, receivedAt, ...rest } = delivery
  return { ...rest, receivedAt: receivedAt.toISOString() }
}

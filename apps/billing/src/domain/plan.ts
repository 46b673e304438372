import type { PlanView, Quotas } from '@linkflow/contracts'

/** What a workspace may do, and what that costs. */
export interface Plan {
  id: string
  name: string
  description?: string
  quotas: Quotas
  stripePriceId?: string
  stripeMeteredPriceIds: string[]
  trialDays?: number
}

/** A plan as people see it. */
export function planView({ id, name, description, quotas, stripePriceId, trialDays }: Plan): PlanView {
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    quotas,
    forSale: stripePriceId !== undefined,
    ...(trialDays === undefined ? {} : { trialDays }),
  }
}

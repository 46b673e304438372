import { PlanUnknown } from '@linkflow/contracts'
import type { Plan } from './plan.js'

/** The plans on offer, and those that are not any more but that somebody still has. */
export class Catalog {
  /** Prices of usage, of whichever plan. */
  readonly meteredPriceIds: ReadonlySet<string>
  private readonly byId: ReadonlyMap<string, Plan>
  private readonly byPrice: ReadonlyMap<string, Plan>

  constructor(
    readonly offered: readonly Plan[],
    former: readonly Plan[],
    readonly defaultPlan: Plan,
  ) {
    const all = [...former, ...offered]
    this.meteredPriceIds = new Set(all.flatMap((plan) => plan.stripeMeteredPriceIds))
    this.byId = new Map(all.map((plan) => [plan.id, plan]))
    this.byPrice = new Map(all.flatMap((plan) => (plan.stripePriceId ? [[plan.stripePriceId, plan]] : [])))
  }

  find(id: string): Plan | undefined {
    return this.byId.get(id)
  }

  findByPrice(priceId: string): Plan | undefined {
    return this.byPrice.get(priceId)
  }

  /** @throws PlanUnknown when it is not on offer */
  getOffered(id: string): Plan {
    const plan = this.offered.find((one) => one.id === id)
    if (!plan) throw PlanUnknown({ planId: id })
    return plan
  }
}

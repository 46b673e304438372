import type { Database } from '@linkflow/postgres'
import { offerPlans } from '../adapters/postgres/plans.js'
import type { BillingConfig } from '../config.js'
import { Catalog } from '../domain/catalog.js'

/** The plans of the configuration, stored so that nobody loses one that the configuration no longer has. */
export async function createCatalog(config: BillingConfig, database: Database): Promise<Catalog> {
  const { BILLING_PLANS: plans, BILLING_DEFAULT_PLAN: defaultId } = config
  const former = await database.system('offer plans', (tx) => offerPlans(tx, plans, new Date()))
  const defaultPlan = plans.find(({ id }) => id === defaultId) ?? plans[0]
  if (!defaultPlan) throw new Error('There is no plan.')
  return new Catalog(plans, former, defaultPlan)
}

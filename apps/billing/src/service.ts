import { ListPlansHandler } from './app/list-plans.js'
import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { billingSchema } from './adapters/postgres/schema.js'

/** Say what it is responsible for. */
export const billing = defineService({
  name: 'billing',
  contracts: contractsOf('billing'),
  handlers: [ListPlansHandler],
  schema: billingSchema,
})

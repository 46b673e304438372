import { ListSchedulesHandler } from './app/list-schedules.js'
import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { scheduleSchema } from './adapters/postgres/schema.js'

/** Say what it is responsible for. */
export const schedule = defineService({
  name: 'schedule',
  contracts: contractsOf('schedule'),
  handlers: [ListSchedulesHandler],
  schema: scheduleSchema,
})

import { ListNotificationsHandler } from './app/list-notifications.js'
import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { notificationSchema } from './adapters/postgres/schema.js'

/** Say what it is responsible for. */
export const notification = defineService({
  name: 'notification',
  contracts: contractsOf('notification'),
  handlers: [ListNotificationsHandler],
  schema: notificationSchema,
})

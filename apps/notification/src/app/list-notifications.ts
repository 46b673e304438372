import { ListNotifications } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'

@Handles(ListNotifications)
export class ListNotificationsHandler {
  handle(_input: Input<typeof ListNotifications>): Output<typeof ListNotifications> {
    return { items: [] }
  }
}

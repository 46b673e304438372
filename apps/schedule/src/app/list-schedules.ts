import { ListSchedules } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'

@Handles(ListSchedules)
export class ListSchedulesHandler {
  handle(_input: Input<typeof ListSchedules>): Output<typeof ListSchedules> {
    return { items: [] }
  }
}

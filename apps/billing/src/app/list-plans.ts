import { ListPlans } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'

@Handles(ListPlans)
export class ListPlansHandler {
  handle(_input: Input<typeof ListPlans>): Output<typeof ListPlans> {
    return { items: [] }
  }
}

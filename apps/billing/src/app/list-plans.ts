import { Inject } from '@nestjs/common'
import { ListPlans } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'
import { Catalog } from '../domain/catalog.js'
import { planView } from '../domain/plan.js'

@Handles(ListPlans)
export class ListPlansHandler {
  constructor(@Inject(Catalog) private readonly catalog: Catalog) {}

  handle(_: Input<typeof ListPlans>): Output<typeof ListPlans> {
    return { items: this.catalog.offered.map(planView) }
  }
}

import { Inject } from '@nestjs/common'
import { GetSubscription } from '@linkflow/contracts'
import type { Input, SubscriptionView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { Standings } from './standings.js'

@Handles(GetSubscription)
export class GetSubscriptionHandler {
  constructor(@Inject(Standings) private readonly standings: Standings) {}

  handle(_: Input<typeof GetSubscription>, ctx: RequestContext): Promise<SubscriptionView> {
    return this.standings.getView(ctx)
  }
}

import { Inject } from '@nestjs/common'
import { CancelSubscription } from '@linkflow/contracts'
import type { Input, SubscriptionView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { Cancellation } from './cancellation.js'

@Handles(CancelSubscription)
export class CancelSubscriptionHandler {
  constructor(@Inject(Cancellation) private readonly cancellation: Cancellation) {}

  handle(_: Input<typeof CancelSubscription>, ctx: RequestContext): Promise<SubscriptionView> {
    return this.cancellation.set(ctx, true)
  }
}

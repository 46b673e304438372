import { Inject } from '@nestjs/common'
import { ResumeSubscription } from '@linkflow/contracts'
import type { Input, SubscriptionView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { Cancellation } from './cancellation.js'

@Handles(ResumeSubscription)
export class ResumeSubscriptionHandler {
  constructor(@Inject(Cancellation) private readonly cancellation: Cancellation) {}

  handle(_: Input<typeof ResumeSubscription>, ctx: RequestContext): Promise<SubscriptionView> {
    return this.cancellation.set(ctx, false)
  }
}

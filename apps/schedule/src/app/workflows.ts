import { Inject, Injectable } from '@nestjs/common'
import { GetRunnable } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'

/** Where nobody says otherwise. */
export const DEFAULT_TIME_ZONE = 'UTC'

/** What schedules have to know of workflows. */
@Injectable()
export class Workflows {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * The time zone of a workflow's published version.
   *
   * @throws WorkflowNotFound | WorkflowNotPublished
   */
  async timeZoneOf(workflowId: string, ctx: RequestContext): Promise<string> {
    const { definition } = await this.messaging.call(GetRunnable, { workflowId }, ctx)
    return definition.settings?.timeZone ?? DEFAULT_TIME_ZONE
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { ResolveSettings } from '@linkflow/contracts'
import type { DraftDefinition } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'

/** The time zone of new workflows that name none. */
@Injectable()
export class WorkspaceTimeZone {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * The draft with the workspace's time zone, where it has one and the draft has not. It is not guessed when the
   * workspace does not answer: schedules would start at other hours than was meant.
   *
   * @throws Unavailable
   */
  async in(draft: DraftDefinition, ctx: RequestContext): Promise<DraftDefinition> {
    if (draft.settings?.timeZone !== undefined) return draft
    const { timeZone } = await this.messaging.call(ResolveSettings, {}, ctx)
    return timeZone === undefined ? draft : { ...draft, settings: { ...draft.settings, timeZone } }
  }
}

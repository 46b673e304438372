import { Inject, Injectable } from '@nestjs/common'
import { CheckSchedules } from '@linkflow/contracts'
import type { DraftDefinition, Finding } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { MOST_SCHEDULES, readableSchedules } from '../domain/triggers.js'

/** What is wrong with the rules of schedule triggers: only the schedule service can read them. */
@Injectable()
export class ScheduleRules {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /** Asks nobody when the draft has no schedules. */
  async check(draft: DraftDefinition, ctx: RequestContext): Promise<Finding[]> {
    // Those beyond are a finding of their own, which keeps the draft from being published.
    const schedules = readableSchedules(draft).slice(0, MOST_SCHEDULES)
    if (schedules.length === 0) return []
    const rules = schedules.map(({ schedule: { rule, timeZone } }) => ({ rule, timeZone }))
    const { errors } = await this.messaging.call(CheckSchedules, { rules }, ctx)
    return errors.flatMap(({ index, member, code, message }) => {
      const found = schedules[index]
      if (!found) return []
      return {
        code: 'invalid-parameter',
        message,
        nodeId: found.schedule.nodeId,
        pointer: `/nodes/${found.index}/parameters/${member}`,
        severity: 'error',
        params: { rule: code },
      } satisfies Finding
    })
  }
}

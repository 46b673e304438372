import { Inject, Injectable } from '@nestjs/common'
import type { DraftDefinition, Finding } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { CredentialRules } from './credential-rules.js'
import { ScheduleRules } from './schedule-rules.js'

/** What is wrong with a draft that only other services can tell. */
@Injectable()
export class OutsideRules {
  constructor(
    @Inject(ScheduleRules) private readonly schedules: ScheduleRules,
    @Inject(CredentialRules) private readonly credentials: CredentialRules,
  ) {}

  async check(draft: DraftDefinition, ctx: RequestContext): Promise<Finding[]> {
    const found = await Promise.all([this.schedules.check(draft, ctx), this.credentials.check(draft, ctx)])
    return found.flat()
  }
}

import { Inject } from '@nestjs/common'
import { GetUsage, UsageRangeInvalid } from '@linkflow/contracts'
import type { Input, Output, UsageFigures } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { listUsage } from '../adapters/postgres/usage.js'
import { dayOf } from '../domain/month.js'
import { NOTHING_USED, sum } from '../domain/usage.js'

const DAY_MS = 24 * 60 * 60_000
const DEFAULT_DAYS = 30
const MOST_DAYS = 366

@Handles(GetUsage)
export class GetUsageHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof GetUsage>, ctx: RequestContext): Promise<Output<typeof GetUsage>> {
    const to = input.to ?? dayOf(this.clock.now())
    const from = input.from ?? dayOf(new Date(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS))
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
    if (days < 1 || days > MOST_DAYS) throw UsageRangeInvalid()
    const items = await this.database.read(ctx, (reader) => listUsage(reader, from, to))
    return {
      from,
      to,
      items,
      total: items.reduce<UsageFigures>((total, { day: _, ...used }) => sum(total, used), NOTHING_USED),
    }
  }
}

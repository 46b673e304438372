import { Inject } from '@nestjs/common'
import { ListSchedules } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { ScheduleStore } from '../adapters/postgres/schedule-store.js'
import { toView } from '../domain/schedule.js'

@Handles(ListSchedules)
export class ListSchedulesHandler {
  constructor(@Inject(ScheduleStore) private readonly store: ScheduleStore) {}

  async handle(input: Input<typeof ListSchedules>, ctx: RequestContext): Promise<Output<typeof ListSchedules>> {
    const { workflowId, status, limit } = input
    const cursor = decodeCursor(input.cursor)
    const schedules = await this.store.read(ctx, (reader) => reader.list({ workflowId, status }, cursor, limit + 1))
    return toPage(schedules, limit, toView, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}

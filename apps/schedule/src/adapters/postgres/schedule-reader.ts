import { ScheduleNotFound } from '@linkflow/contracts'
import type { ScheduleStatus } from '@linkflow/contracts'
import type { Cursor, Reader } from '@linkflow/postgres'
import type { Schedule } from '../../domain/schedule.js'
import { SCHEDULE_COLUMNS, toSchedule } from './schedule-row.js'
import type { ScheduleRow } from './schedule-row.js'

/** The database's present in Unix milliseconds: the process's own clock decides nothing about fires. */
export async function databaseNow(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ now: Date }>(`select clock_timestamp() as now`)
  return row!.now.getTime()
}

export interface ScheduleFilter {
  workflowId?: string
  status?: ScheduleStatus
}

/** Schedules of one workspace, to look at. */
export class ScheduleReader {
  constructor(protected readonly rows: Reader) {}

  now(): Promise<number> {
    return databaseNow(this.rows)
  }

  /** @throws ScheduleNotFound */
  get(id: string): Promise<Schedule> {
    return this.one(id, '')
  }

  /** At most `limit` schedules after the cursor, newest first. */
  async list({ workflowId, status }: ScheduleFilter, cursor: Cursor | undefined, limit: number): Promise<Schedule[]> {
    const rows = await this.rows.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules
       where workspace_id = $1
         and ($2::uuid is null or workflow_id = $2)
         and ($3::text is null or $3 = case when not registered then 'inactive' when paused then 'paused'
           when next_at is null then 'finished' else 'active' end)
         and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
       order by created_at desc, id desc limit $6`,
      [this.rows.workspaceId, workflowId ?? null, status ?? null, cursor?.at ?? null, cursor?.id ?? null, limit],
    )
    return rows.map(toSchedule)
  }

  protected async one(id: string, lock: '' | 'for update'): Promise<Schedule> {
    const [row] = await this.rows.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules where workspace_id = $1 and id = $2 ${lock}`,
      [this.rows.workspaceId, id],
    )
    if (!row) throw ScheduleNotFound()
    return toSchedule(row)
  }
}

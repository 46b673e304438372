import type { Transaction } from '@linkflow/postgres'
import { dueOf } from '../../domain/jitter.js'
import type { Schedule } from '../../domain/schedule.js'
import { nextFire } from '../../domain/timing.js'
import { ScheduleReader } from './schedule-reader.js'
import { SCHEDULE_COLUMNS, toSchedule } from './schedule-row.js'
import type { ScheduleRow } from './schedule-row.js'

/** Later than every generation there can be: nothing is registered any more. */
const FINAL_GENERATION = Number.MAX_SAFE_INTEGER

/** Schedules of one workspace, inside a transaction. */
export class ScheduleWriter extends ScheduleReader {
  constructor(private readonly tx: Transaction) {
    super(tx)
  }

  /**
   * A schedule locked until commit: what decides about its fires takes turns with the claims.
   *
   * @throws ScheduleNotFound
   */
  lock(id: string): Promise<Schedule> {
    return this.one(id, 'for update')
  }

  /** Writes a schedule, new or known, with its next fire after `after`; gives it with that. */
  async put(schedule: Schedule, after: number): Promise<Schedule> {
    const nextAt = nextFire(schedule, after)
    const off = schedule.paused || !schedule.registered
    const dueAt = nextAt === undefined || off ? undefined : dueOf(schedule, nextAt)
    const { trigger, input } = schedule
    const [row] = await this.tx.query<{ created_at: Date; updated_at: Date }>(
      `insert into schedules (workspace_id, id, workflow_id, node_id, version, name, rule, time_zone, anchor_at, start_at,
         end_at, jitter_ms, overlap, catch_up, input, registered, paused, next_at, next_due_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
         date_trunc('milliseconds', now()))
       on conflict (workspace_id, id) do update set version = excluded.version, name = excluded.name,
         rule = excluded.rule, time_zone = excluded.time_zone, anchor_at = excluded.anchor_at,
         start_at = excluded.start_at, end_at = excluded.end_at, jitter_ms = excluded.jitter_ms,
         overlap = excluded.overlap, catch_up = excluded.catch_up, input = excluded.input,
         registered = excluded.registered, paused = excluded.paused, next_at = excluded.next_at,
         next_due_at = excluded.next_due_at, updated_at = excluded.updated_at
       returning created_at, updated_at`,
      [
        this.tx.workspaceId,
        schedule.id,
        schedule.workflowId,
        trigger?.nodeId ?? null,
        trigger?.version ?? null,
        schedule.name ?? null,
        JSON.stringify(schedule.rule),
        schedule.timeZone,
        instant(schedule.anchorAt),
        instant(schedule.startAt),
        instant(schedule.endAt),
        schedule.jitterMs,
        schedule.overlap,
        JSON.stringify(schedule.catchUp),
        input === undefined ? null : JSON.stringify(input),
        schedule.registered,
        schedule.paused,
        instant(nextAt),
        instant(dueAt),
        schedule.createdAt,
      ],
    )
    const { nextAt: _before, ...rest } = schedule
    return { ...rest, updatedAt: row!.updated_at, ...(nextAt === undefined ? {} : { nextAt }) }
  }

  async delete(id: string): Promise<void> {
    await this.tx.query(`delete from schedules where workspace_id = $1 and id = $2`, [this.tx.workspaceId, id])
  }

  /** The schedules of a workflow's triggers, active or not, locked until commit. */
  async lockTriggers(workflowId: string): Promise<Schedule[]> {
    const rows = await this.tx.query<ScheduleRow>(
      `select ${SCHEDULE_COLUMNS} from schedules
       where workspace_id = $1 and workflow_id = $2 and node_id is not null order by id for update`,
      [this.tx.workspaceId, workflowId],
    )
    return rows.map(toSchedule)
  }

  /** How many schedules of a workflow were made through the API. */
  async countMade(workflowId: string): Promise<number> {
    const [row] = await this.tx.query<{ count: number }>(
      `select count(*)::int as count from schedules where workspace_id = $1 and workflow_id = $2 and node_id is null`,
      [this.tx.workspaceId, workflowId],
    )
    return row!.count
  }

  /** False when a later generation is known. The row's lock makes registrations of one workflow take turns. */
  async enterGeneration(workflowId: string, generation: number): Promise<boolean> {
    const changed = await this.tx.execute(
      `insert into workflow_generations as g (workspace_id, workflow_id, generation) values ($1, $2, $3)
       on conflict (workspace_id, workflow_id) do update set generation = excluded.generation
       where g.generation <= excluded.generation`,
      [this.tx.workspaceId, workflowId, generation],
    )
    return changed > 0
  }

  /** Whether a workflow was deleted; until commit it is not. */
  async isForgotten(workflowId: string): Promise<boolean> {
    await this.tx.query(
      `insert into workflow_generations (workspace_id, workflow_id, generation) values ($1, $2, 0) on conflict do nothing`,
      [this.tx.workspaceId, workflowId],
    )
    const [row] = await this.tx.query<{ generation: string }>(
      `select generation from workflow_generations where workspace_id = $1 and workflow_id = $2 for update`,
      [this.tx.workspaceId, workflowId],
    )
    return Number(row?.generation) === FINAL_GENERATION
  }

  /** Removes a deleted workflow's schedules for good, also those somebody is about to make. */
  async forgetWorkflow(workflowId: string): Promise<void> {
    await this.enterGeneration(workflowId, FINAL_GENERATION)
    await this.tx.query(`delete from schedules where workspace_id = $1 and workflow_id = $2`, [
      this.tx.workspaceId,
      workflowId,
    ])
  }
}

function instant(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms)
}

import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import type { TakenFire } from '../../domain/fire.js'
import type { Plan } from '../../domain/plan-fires.js'
import type { Schedule } from '../../domain/schedule.js'
import {
  INSERT_FIRES,
  LOCK_DUE_SCHEDULES,
  MOVE_SCHEDULES_ON,
  NEXT_WORK,
  READ_FIRES,
  TAKE_LAPSED_FIRES,
} from './claim-statements.js'
import { ownedTransaction } from './owned-transaction.js'
import { toSchedule } from './schedule-row.js'
import type { ScheduleRow } from './schedule-row.js'
import { toTakenFire } from './taken-fire-row.js'
import type { TakenFireRow } from './taken-fire-row.js'

/** What a process took up, with a lease on each fire. */
export interface Claim {
  fires: TakenFire[]
  /** Whether there was anything that nobody else had. */
  progressed: boolean
  /** Milliseconds until there is more; at once when 0. */
  nextMs: number
}

export interface ClaimLimits {
  /** Most fires. */
  room: number
  leaseMs: number
}

/** What happens to a due schedule at the database's `now`, with at most so many fires. */
export type Planner = (schedule: Schedule, now: number, most: number) => Plan

/** Takes up what is due in any workspace. */
@Injectable()
export class ClaimStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Everything in one transaction: a crash before its commit leaves the schedules due, one after it leaves leases. Fires
   * that lapsed have half of the room, and schedules that are due the rest, in equal parts: what does not fit stays due.
   */
  claim({ room, leaseMs }: ClaimLimits, plan: Planner): Promise<Claim> {
    return ownedTransaction(this.database, 'schedule claim', async (tx) => {
      const lapsed = await tx.query<TakenFireRow>(TAKE_LAPSED_FIRES, [Math.ceil(room / 2), leaseMs / 1000])
      const left = Math.max(1, room - lapsed.length)
      const due = await tx.query<ScheduleRow & { now: Date }>(LOCK_DUE_SCHEDULES, [left])
      const planned = due.map((row) => {
        const schedule = toSchedule(row)
        return { schedule, plan: plan(schedule, row.now.getTime(), Math.floor(left / due.length)) }
      })
      const fires = await insertFires(tx, planned, leaseMs / 1000)
      await moveOn(tx, planned)
      const [next] = await tx.query<{ ms: number | null }>(NEXT_WORK)
      return {
        fires: [...fires, ...lapsed].map(toTakenFire),
        progressed: due.length + lapsed.length > 0,
        nextMs: Math.max(0, next?.ms ?? Infinity),
      }
    })
  }
}

type Planned = { schedule: Schedule; plan: Plan }

async function insertFires(
  tx: Transaction,
  planned: readonly Planned[],
  leaseSeconds: number,
): Promise<TakenFireRow[]> {
  const rows = planned.flatMap(({ schedule, plan }) => [
    ...plan.missed.map((fire) => ({ schedule, fire, missed: true, id: newId() })),
    ...plan.fires.map((fire) => ({ schedule, fire, missed: false, id: newId() })),
  ])
  if (rows.length === 0) return []
  await tx.query(INSERT_FIRES, [
    rows.map(({ schedule }) => schedule.workspaceId),
    rows.map(({ id }) => id),
    rows.map(({ schedule }) => schedule.id),
    rows.map(({ fire }) => new Date(fire.nominal)),
    rows.map(({ fire }) => new Date(fire.due)),
    rows.map(({ schedule }) => schedule.overlap),
    rows.map(({ missed }) => missed),
    leaseSeconds,
  ])
  return tx.query<TakenFireRow>(READ_FIRES, [
    rows.map(({ schedule }) => schedule.workspaceId),
    rows.map(({ id }) => id),
  ])
}

async function moveOn(tx: Transaction, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return
  await tx.query(MOVE_SCHEDULES_ON, [
    planned.map(({ schedule }) => schedule.workspaceId),
    planned.map(({ schedule }) => schedule.id),
    planned.map(({ plan }) => (plan.next ? new Date(plan.next.nominal) : null)),
    planned.map(({ plan }) => (plan.next ? new Date(plan.next.due) : null)),
  ])
}

import type { Fire } from '../../domain/fire.js'

export const FIRE_COLUMNS = `id, schedule_id, kind, nominal_at, due_at, fired_at, settled_at, outcome, reason, execution_id`

export interface FireRow {
  id: string
  schedule_id: string
  kind: Fire['kind']
  nominal_at: Date
  due_at: Date
  fired_at: Date
  settled_at: Date | null
  outcome: NonNullable<Fire['outcome']> | null
  reason: string | null
  execution_id: string | null
}

export function toFire(row: FireRow): Fire {
  return {
    id: row.id,
    scheduleId: row.schedule_id,
    kind: row.kind,
    nominalAt: row.nominal_at,
    dueAt: row.due_at,
    firedAt: row.fired_at,
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.execution_id === null ? {} : { executionId: row.execution_id }),
  }
}

import type { TakenFire } from '../../domain/fire.js'

/** Of a fire `f` and its schedule `s`. */
export const TAKEN_COLUMNS = `f.id, f.workspace_id, f.schedule_id, f.attempt, f.decided, f.kind, f.overlap, f.nominal_at,
  f.due_at, f.fired_at, s.workflow_id, s.node_id, s.version, s.time_zone, s.input,
  f.overlap <> 'allow' or s.overlap <> 'allow' as watched, s.paused or not s.registered as off,
  (extract(epoch from f.fired_at - f.due_at) * 1000)::float8 as late_ms,
  (extract(epoch from clock_timestamp() - f.fired_at) * 1000)::float8 as age_ms,
  (extract(epoch from clock_timestamp() - f.failing_since) * 1000)::float8 as failing_ms`

export interface TakenFireRow {
  id: string
  workspace_id: string
  schedule_id: string
  attempt: number
  decided: boolean
  kind: TakenFire['kind']
  overlap: TakenFire['overlap']
  nominal_at: Date
  due_at: Date
  fired_at: Date
  workflow_id: string
  node_id: string | null
  version: number | null
  time_zone: string
  input: string | null
  watched: boolean
  off: boolean
  late_ms: number
  age_ms: number
  failing_ms: number | null
}

export function toTakenFire(row: TakenFireRow): TakenFire {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    scheduleId: row.schedule_id,
    workflowId: row.workflow_id,
    ...(row.node_id === null ? {} : { trigger: { nodeId: row.node_id, version: row.version ?? 0 } }),
    attempt: row.attempt,
    decided: row.decided,
    kind: row.kind,
    overlap: row.overlap,
    watched: row.watched,
    nominalAt: row.nominal_at,
    dueAt: row.due_at,
    firedAt: row.fired_at,
    lateMs: row.late_ms,
    ageMs: row.age_ms,
    failingMs: row.failing_ms ?? 0,
    timeZone: row.time_zone,
    ...(row.input === null ? {} : { input: JSON.parse(row.input) }),
    off: row.off,
  }
}

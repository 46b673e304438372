import type { Schedule } from '../../domain/schedule.js'

export const SCHEDULE_COLUMNS = `id, workspace_id, workflow_id, node_id, version, name, rule, time_zone, anchor_at, start_at,
  end_at, jitter_ms, overlap, catch_up, input, registered, paused, next_at, created_at, updated_at`

export interface ScheduleRow {
  id: string
  workspace_id: string
  workflow_id: string
  node_id: string | null
  version: number | null
  name: string | null
  rule: string
  time_zone: string
  anchor_at: Date
  start_at: Date | null
  end_at: Date | null
  jitter_ms: number
  overlap: Schedule['overlap']
  catch_up: string
  input: string | null
  registered: boolean
  paused: boolean
  next_at: Date | null
  created_at: Date
  updated_at: Date
}

export function toSchedule(row: ScheduleRow): Schedule {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workflowId: row.workflow_id,
    ...(row.node_id === null ? {} : { trigger: { nodeId: row.node_id, version: row.version ?? 0 } }),
    ...(row.name === null ? {} : { name: row.name }),
    rule: JSON.parse(row.rule),
    timeZone: row.time_zone,
    anchorAt: row.anchor_at.getTime(),
    ...(row.start_at === null ? {} : { startAt: row.start_at.getTime() }),
    ...(row.end_at === null ? {} : { endAt: row.end_at.getTime() }),
    jitterMs: row.jitter_ms,
    overlap: row.overlap,
    catchUp: JSON.parse(row.catch_up),
    ...(row.input === null ? {} : { input: JSON.parse(row.input) }),
    registered: row.registered,
    paused: row.paused,
    ...(row.next_at === null ? {} : { nextAt: row.next_at.getTime() }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

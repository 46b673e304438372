import type { CatchUp, Overlap, ScheduleStatus, ScheduleView } from '@linkflow/contracts'
import type { ScheduleRule } from '@linkflow/contracts'
import type { Timing } from './timing.js'

/** A schedule, whatever it came from. */
export interface Schedule extends Timing {
  id: string
  workspaceId: string
  workflowId: string
  /** Of a trigger: its node, and the version it was registered with. */
  trigger?: { nodeId: string; version: number }
  name?: string
  jitterMs: number
  overlap: Overlap
  catchUp: CatchUp
  input?: unknown
  /** False for a trigger whose workflow is not active. */
  registered: boolean
  paused: boolean
  /** The earliest nominal time that was not taken up yet. */
  nextAt?: number
  createdAt: Date
  updatedAt: Date
}

export function statusOf({ registered, paused, nextAt }: Schedule): ScheduleStatus {
  if (!registered) return 'inactive'
  if (paused) return 'paused'
  return nextAt === undefined ? 'finished' : 'active'
}

export function toView(schedule: Schedule): ScheduleView {
  const { trigger, name, startAt, endAt, nextAt, input } = schedule
  const status = statusOf(schedule)
  return {
    id: schedule.id,
    workflowId: schedule.workflowId,
    ...(trigger ? { nodeId: trigger.nodeId } : {}),
    ...(name === undefined ? {} : { name }),
    ...membersOf(schedule.rule),
    timeZone: schedule.timeZone,
    ...(startAt === undefined ? {} : { startAt: text(startAt) }),
    ...(endAt === undefined ? {} : { endAt: text(endAt) }),
    jitterMs: schedule.jitterMs,
    overlap: schedule.overlap,
    catchUp: schedule.catchUp,
    ...(input === undefined ? {} : { input }),
    status,
    ...(status === 'active' && nextAt !== undefined ? { nextFireAt: text(nextAt) } : {}),
    createdAt: schedule.createdAt.toISOString(),
    updatedAt: schedule.updatedAt.toISOString(),
  }
}

function membersOf(rule: ScheduleRule): Pick<ScheduleView, 'cron' | 'every' | 'at'> {
  switch (rule.kind) {
    case 'cron':
      return { cron: rule.cron }
    case 'interval':
      return { every: rule.every }
    case 'at':
      return { at: rule.at }
  }
}

function text(at: number): string {
  return new Date(at).toISOString()
}

import { isDeepStrictEqual } from 'node:util'
import type { Input, RegisterSchedules } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Schedule } from './schedule.js'

type Settings = Input<typeof RegisterSchedules>['schedules'][number]

export interface Registering {
  place: { workspaceId: string; workflowId: string; version: number }
  /** The schedule the node had. */
  before: Schedule | undefined
  now: number
}

/**
 * The schedule of a trigger. It keeps its id and its pause; with the same rule and zone an interval also goes on where it was,
 * so that publishing a workflow often does not put off its weekly run for ever.
 */
export function registrationOf(settings: Settings, { place, before, now }: Registering): Schedule {
  const { nodeId, rule, timeZone, jitterMs, overlap, catchUp } = settings
  const isSame = before !== undefined && before.timeZone === timeZone && isDeepStrictEqual(before.rule, rule)
  const moment = new Date(now)
  return {
    id: before?.id ?? newId(),
    workspaceId: place.workspaceId,
    workflowId: place.workflowId,
    trigger: { nodeId, version: place.version },
    rule,
    timeZone,
    anchorAt: isSame ? before.anchorAt : now,
    jitterMs,
    overlap,
    catchUp,
    registered: true,
    paused: before?.paused ?? false,
    createdAt: before?.createdAt ?? moment,
    updatedAt: moment,
  }
}

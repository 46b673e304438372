import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

export const intervalUnits = ['seconds', 'minutes', 'hours', 'days', 'weeks'] as const

/** A fixed length of time: a day is 24 hours, whatever the clocks of a time zone do. */
export const Every = z.strictObject({ amount: z.int().min(1).max(1_000_000), unit: z.enum(intervalUnits) })
export type Every = z.infer<typeof Every>

export const CronExpression = z
  .string()
  .max(256)
  .describe('Five fields (minute, hour, day, month, weekday), or six with the second first; or @daily and the like.')

/** An instant, or a local time of the time zone beside it. */
export const LocalOrInstant = z.iso
  .datetime({ offset: true, local: true })
  .describe('An instant (RFC 3339), or a local time without offset in the time zone of the schedule.')

/** When a schedule fires. */
export const ScheduleRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cron'), cron: CronExpression }),
  z.strictObject({ kind: z.literal('interval'), every: Every }),
  z.strictObject({ kind: z.literal('at'), at: LocalOrInstant }),
])
export type ScheduleRule = z.infer<typeof ScheduleRule>

export const TimeZone = z.string().min(1).max(64).describe('An IANA name such as Europe/Oslo.')

export const MAX_JITTER_MS = 24 * 60 * 60 * 1000
export const JitterMs = z
  .int()
  .min(0)
  .max(MAX_JITTER_MS)
  .describe('Longest delay after the nominal time; each fire has its own, always the same.')

export const overlapPolicies = ['allow', 'skip', 'queue', 'cancel-previous'] as const
export const Overlap = z
  .enum(overlapPolicies)
  .describe('What a fire does while the execution of an earlier one still runs.')
export type Overlap = z.infer<typeof Overlap>

export const CatchUp = z
  .union([
    z.enum(['none', 'last', 'all']),
    z.strictObject({
      windowMs: z
        .int()
        .min(1000)
        .max(366 * 24 * 60 * 60 * 1000),
    }),
  ])
  .describe('What is made up for after an outage: no missed fire, the last, all, or those within a window.')
export type CatchUp = z.infer<typeof CatchUp>

/** The rule as people write it: exactly one of the three. */
export const RuleMembers = {
  cron: CronExpression.optional(),
  every: Every.optional(),
  at: LocalOrInstant.optional(),
}

export const scheduleStatuses = ['active', 'paused', 'finished', 'inactive'] as const
export const ScheduleStatus = z
  .enum(scheduleStatuses)
  .describe('`finished`: no fire is left; `inactive`: of a workflow that is not active.')
export type ScheduleStatus = z.infer<typeof ScheduleStatus>

export const ScheduleView = z.object({
  id: Id,
  workflowId: Id,
  nodeId: z.string().optional().describe('The trigger it belongs to; absent when it was made through the API.'),
  name: z.string().optional(),
  ...RuleMembers,
  timeZone: z.string(),
  startAt: At.optional(),
  endAt: At.optional(),
  jitterMs: z.int(),
  overlap: Overlap,
  catchUp: CatchUp,
  input: z.unknown().optional(),
  status: ScheduleStatus,
  nextFireAt: At.optional().describe('The next nominal time.'),
  createdAt: At,
  updatedAt: At,
})
export type ScheduleView = z.infer<typeof ScheduleView>

export const fireKinds = ['scheduled', 'manual', 'backfill'] as const
export const fireOutcomes = ['pending', 'started', 'skipped', 'missed', 'failed'] as const

export const FireView = z.object({
  id: Id,
  scheduleId: Id,
  kind: z.enum(fireKinds),
  scheduledAt: At.describe('The nominal time, by which a fire is known: it happens once.'),
  dueAt: At.describe('The nominal time with its jitter.'),
  firedAt: At.describe('When it was taken up.'),
  settledAt: At.optional(),
  outcome: z.enum(fireOutcomes),
  reason: z.string().optional().describe('Why it was skipped or failed.'),
  executionId: Id.optional(),
})
export type FireView = z.infer<typeof FireView>

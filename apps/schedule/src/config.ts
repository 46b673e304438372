import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

/** What the schedule service may be told. */
export const scheduleConfig = z.object({
  LINKFLOW_SCHEDULE_POLL_MS: numberVariable(1000, 10, 60_000).describe(
    'Longest pause between looks for due schedules; what is due before is taken up at its time.',
  ),
  LINKFLOW_SCHEDULE_CONCURRENCY: numberVariable(200, 1, 10_000).describe(
    'Executions that a process starts at the same time; what is due beyond that waits, workspaces in turn.',
  ),
  LINKFLOW_SCHEDULE_LEASE_MS: numberVariable(30_000, 100).describe(
    'Time after which a fire that did not start its execution is taken over by another process.',
  ),
  LINKFLOW_SCHEDULE_GRACE_MS: numberVariable(60_000, 1000).describe(
    'How late a fire may be before the catch-up policy of its schedule decides about it.',
  ),
  LINKFLOW_SCHEDULE_LEAST_INTERVAL_MS: numberVariable(1000, 1000).describe(
    'Least time between two fires of a schedule.',
  ),
  LINKFLOW_SCHEDULE_MOST_PER_WORKFLOW: numberVariable(1000, 1).describe(
    'Schedules made through the API that a workflow may have.',
  ),
  LINKFLOW_SCHEDULE_HISTORY_DAYS: numberVariable(90, 1, 3650).describe('Days the history of fires is kept.'),
})
export type ScheduleConfig = z.output<typeof scheduleConfig>

import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { ClaimStore } from './adapters/postgres/claim-store.js'
import { FireStore } from './adapters/postgres/fire-store.js'
import { ScheduleStore } from './adapters/postgres/schedule-store.js'
import { scheduleSchema } from './adapters/postgres/schema.js'
import { BackfillScheduleHandler } from './app/backfill-schedule.js'
import { CheckSchedulesHandler } from './app/check-schedules.js'
import { CreateScheduleHandler } from './app/create-schedule.js'
import { DeleteScheduleHandler } from './app/delete-schedule.js'
import { GetScheduleHandler } from './app/get-schedule.js'
import { ListFiresHandler } from './app/list-fires.js'
import { ListSchedulesHandler } from './app/list-schedules.js'
import { PauseScheduleHandler } from './app/pause-schedule.js'
import { PreviewScheduleHandler } from './app/preview-schedule.js'
import { RegisterSchedulesHandler } from './app/register-schedules.js'
import { ResumeScheduleHandler } from './app/resume-schedule.js'
import { RunScheduleHandler } from './app/run-schedule.js'
import { UpdateScheduleHandler } from './app/update-schedule.js'
import { FireHistory } from './app/fire-history.js'
import { FireRunner } from './app/fire-runner.js'
import { ForgetWorkflow } from './app/forget-workflow.js'
import { OverlapCheck } from './app/overlap-check.js'
import { ScheduleMetrics } from './app/schedule-metrics.js'
import { Scheduler } from './app/scheduler.js'
import { Settler } from './app/settler.js'
import { Workflows } from './app/workflows.js'
import { scheduleConfig } from './config.js'

/** Starts workflows by the clock. */
export const schedule = defineService({
  name: 'schedule',
  contracts: contractsOf('schedule'),
  handlers: [
    BackfillScheduleHandler,
    CheckSchedulesHandler,
    CreateScheduleHandler,
    DeleteScheduleHandler,
    GetScheduleHandler,
    ListFiresHandler,
    ListSchedulesHandler,
    PauseScheduleHandler,
    PreviewScheduleHandler,
    RegisterSchedulesHandler,
    ResumeScheduleHandler,
    RunScheduleHandler,
    UpdateScheduleHandler,
  ],
  listeners: [ForgetWorkflow],
  schema: scheduleSchema,
  providers: [ClaimStore, FireStore, ScheduleStore, FireRunner, OverlapCheck, ScheduleMetrics, Settler, Workflows],
  background: [Scheduler, FireHistory],
  config: scheduleConfig,
})

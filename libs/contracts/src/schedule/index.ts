export { BACKFILL_LIMIT, BackfillSchedule } from './backfill-schedule.js'
export { CheckSchedules } from './check-schedules.js'
export { CreateSchedule } from './create-schedule.js'
export { DeleteSchedule } from './delete-schedule.js'
export { GetSchedule } from './get-schedule.js'
export { ListFires } from './list-fires.js'
export { ListSchedules } from './list-schedules.js'
export { PauseSchedule } from './pause-schedule.js'
export { PreviewSchedule } from './preview-schedule.js'
export { RegisterSchedules } from './register-schedules.js'
export { ResumeSchedule } from './resume-schedule.js'
export { RunSchedule } from './run-schedule.js'
export { UpdateSchedule } from './update-schedule.js'
export {
  BackfillTooLarge,
  ScheduleInactive,
  ScheduleNotFound,
  ScheduleOfTrigger,
  TooManySchedules,
} from './problems.js'
export { CatchUp, Every, FireView, Overlap, ScheduleRule, ScheduleStatus, ScheduleView } from './views.js'

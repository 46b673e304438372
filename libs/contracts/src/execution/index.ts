export { CancelExecution } from './cancel-execution.js'
export { FindUnfinished } from './find-unfinished.js'
export { GetExecution } from './get-execution.js'
export { ListExecutionEvents } from './list-execution-events.js'
export { ListExecutions } from './list-executions.js'
export { RetryExecution } from './retry-execution.js'
export { StartExecution } from './start-execution.js'
export { StartTriggered } from './start-triggered.js'
export { WatchExecution } from './watch-execution.js'
export { ExecutionsFinished } from './events.js'
export {
  ExecutionDropped,
  ExecutionFinished,
  ExecutionNotFinished,
  ExecutionNotFound,
  NothingFailed,
  QueueFull,
  TriggerNotFound,
} from './problems.js'
export {
  EXECUTION_BYTES,
  ExecutionEvent,
  ExecutionEvents,
  ExecutionStatus,
  ExecutionSummary,
  ExecutionView,
  FailureView,
  NodeExecutionView,
  executionStatuses,
  liveSubject,
  triggerKinds,
} from './views.js'

import { contractsOf } from '@linkflow/contracts'
import { defineService } from '@linkflow/service'
import { ClaimStore } from './adapters/postgres/claim-store.js'
import { ExecutionStore } from './adapters/postgres/execution-store.js'
import { HistoryWriter } from './adapters/postgres/history-writer.js'
import { executionSchema } from './adapters/postgres/schema.js'
import { Admission } from './app/admission.js'
import { Allowances } from './app/allowances.js'
import { AwaitExecution } from './app/await-execution.js'
import { CancelExecutionHandler } from './app/cancel-execution.js'
import { Canceller } from './app/canceller.js'
import { FindUnfinishedHandler } from './app/find-unfinished.js'
import { GetExecutionHandler } from './app/get-execution.js'
import { ListExecutionEventsHandler } from './app/list-execution-events.js'
import { ListExecutionsHandler } from './app/list-executions.js'
import { Repeats } from './app/repeats.js'
import { RetryExecutionHandler } from './app/retry-execution.js'
import { StartErrorWorkflow } from './app/start-error-workflow.js'
import { StartExecutionHandler } from './app/start-execution.js'
import { StartTriggeredHandler } from './app/start-triggered.js'
import { Starter } from './app/starter.js'
import { Variables } from './app/variables.js'
import { executionConfig } from './config.js'
import { Acceptor } from './run/acceptor.js'
import { Claimer } from './run/claimer.js'
import { Definitions } from './run/definitions.js'
import { Effects } from './run/effects.js'
import { Live } from './run/live.js'
import { ExecutionMetrics } from './run/metrics.js'
import { Owner } from './run/owner.js'
import { ProcessLease } from './run/process-lease.js'
import { Waiters } from './run/waiters.js'

/** Runs workflows durably. */
export const execution = defineService({
  name: 'execution',
  contracts: contractsOf('execution'),
  schema: executionSchema,
  config: executionConfig,
  handlers: [
    CancelExecutionHandler,
    FindUnfinishedHandler,
    GetExecutionHandler,
    ListExecutionEventsHandler,
    ListExecutionsHandler,
    RetryExecutionHandler,
    StartExecutionHandler,
    StartTriggeredHandler,
  ],
  providers: [
    Acceptor,
    Admission,
    Allowances,
    AwaitExecution,
    Canceller,
    ClaimStore,
    Definitions,
    Effects,
    ExecutionMetrics,
    ExecutionStore,
    HistoryWriter,
    Live,
    Owner,
    ProcessLease,
    Repeats,
    Starter,
    Variables,
    Waiters,
  ],
  listeners: [StartErrorWorkflow],
  background: [Claimer],
})

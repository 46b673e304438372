import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

/** Environment variables of the execution service. */
export const executionConfig = z.object({
  EXECUTION_WORKERS: numberVariable(10, 1, 1000).describe('Executions that run at once in this process.'),
  EXECUTION_QUEUE: numberVariable(1000, 1).describe(
    'Accepts that may wait for their commit, and of one workspace for their turn, before callers are told to come back.',
  ),
  EXECUTION_LEASE_MS: numberVariable(10_000, 1000).describe(
    'How long a process that says nothing keeps its executions.',
  ),
  EXECUTION_POLL_MS: numberVariable(500, 10).describe('Pause between looks for work that nobody announced.'),
  EXECUTION_DRAIN_MS: numberVariable(10_000).describe('How long a stopping process waits for what runs.'),
  EXECUTION_OUTPUT_LIMIT_BYTES: numberVariable(32 * 1024 * 1024, 1024).describe('Largest output of one node.'),
})
export type ExecutionConfig = z.output<typeof executionConfig>

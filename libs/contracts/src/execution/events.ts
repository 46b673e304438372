import { z } from 'zod'
import { event } from '../core/event.js'
import { At, Id } from '../core/schemas.js'
import { ExecutionStatus } from './views.js'

export const ExecutionsFinished = event('execution', 'executions-finished', 1, {
  summary: 'Executions of a workspace finished; one event per commit carries them all.',
  data: z.object({
    executions: z.array(
      z.object({
        executionId: Id,
        workflowId: Id,
        version: z.int(),
        status: ExecutionStatus,
        trigger: z.string().describe('How it was started: manual, api, webhook, schedule; more kinds may come.'),
        startedAt: At,
        finishedAt: At,
        nodeExecutions: z.int(),
        errorCode: z.string().optional(),
        errorWorkflowId: Id.optional().describe('The workflow to start because it failed.'),
        computeMs: z.int().optional().describe('Time that its nodes ran.'),
        dataBytes: z.int().optional(),
        aiTokens: z.int().optional(),
      }),
    ),
  }),
})

import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

export const executionStatuses = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
  'timed-out',
] as const
export const ExecutionStatus = z.enum(executionStatuses)
export type ExecutionStatus = z.infer<typeof ExecutionStatus>

export const triggerKinds = ['api', 'webhook', 'schedule', 'retry', 'error'] as const

export const FailureView = z.object({
  code: z.string(),
  message: z.string(),
  nodeId: z.string().optional(),
  attempt: z.int().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})

const Items = z.array(z.record(z.string(), z.unknown()))

export const NodeExecutionView = z.object({
  nodeId: z.string(),
  attempt: z.int(),
  status: z.enum(['running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled']),
  startedAt: At.optional(),
  finishedAt: At.optional(),
  error: FailureView.optional(),
  itemCounts: z.record(z.string(), z.int()).optional().describe('Items per output port.'),
  outputs: z.record(z.string(), Items).optional(),
})
export type NodeExecutionView = z.infer<typeof NodeExecutionView>

export const ExecutionSummary = z.object({
  id: Id,
  workflowId: Id,
  version: z.int(),
  status: ExecutionStatus,
  trigger: z.enum(triggerKinds),
  createdAt: At,
  startedAt: At.optional(),
  finishedAt: At.optional(),
  durationMs: z.number().optional(),
  error: FailureView.optional(),
  retryOf: Id.optional(),
})
export type ExecutionSummary = z.infer<typeof ExecutionSummary>

export const ExecutionView = ExecutionSummary.extend({
  nodes: z.array(NodeExecutionView),
  output: Items.optional().describe('Items of the node that succeeded last.'),
  input: Items.optional(),
  queuedBecause: z.string().optional().describe('Why a queued execution waits.'),
})
export type ExecutionView = z.infer<typeof ExecutionView>

/** One live event of an execution; `seq` counts its history. */
export const ExecutionEvent = z.object({
  type: z.string(),
  executionId: Id,
  workflowId: Id,
  seq: z.int(),
  at: At,
  nodeId: z.string().optional(),
  attempt: z.int().optional(),
  itemCounts: z.record(z.string(), z.int()).optional(),
  error: FailureView.optional(),
})
export type ExecutionEvent = z.infer<typeof ExecutionEvent>

/** What travels on the live channel of an execution: the events of one commit. */
export const ExecutionEvents = z.object({ events: z.array(ExecutionEvent) })
export type ExecutionEvents = z.infer<typeof ExecutionEvents>

/** Largest answer that carries execution data. */
export const EXECUTION_BYTES = 64 * 1024 * 1024

/** The live channel of an execution. */
export const liveSubject = (workspaceId: string, executionId: string) => `live.${workspaceId}.${executionId}`

import { z } from 'zod'

const DAY_MS = 24 * 60 * 60 * 1000

/** Keys that reach JavaScript's prototypes: no node may be called so, whatever holds nodes by id. */
const FORBIDDEN_IDS = new Set(['__proto__', 'constructor', 'prototype'])

/** A node's name within its workflow: stable, chosen by whoever draws the graph. */
export const NodeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -')
  .refine((id) => !FORBIDDEN_IDS.has(id), 'is reserved')

const PortName = z.string().min(1).max(64)
const TypeName = z.string().min(1).max(128)

/** Another try after a failure. Times in milliseconds; `maxTries` counts the first try. */
export const RetrySettings = z.strictObject({
  maxTries: z.int().min(1).max(20),
  backoff: z.enum(['fixed', 'exponential']),
  delayMs: z.int().min(0).max(DAY_MS),
  maxDelayMs: z.int().min(0).max(DAY_MS).optional(),
})
export type RetrySettings = z.infer<typeof RetrySettings>

/** What follows a node's last failed try: the execution fails, goes on, or goes on through the port `error`. */
export const OnError = z.enum(['stop', 'continue', 'error-output'])
export type OnError = z.infer<typeof OnError>

export const NodeSettings = z.strictObject({
  retry: RetrySettings.optional(),
  timeoutMs: z.int().min(1).max(DAY_MS).optional(),
  onError: OnError.optional(),
})
export type NodeSettings = z.infer<typeof NodeSettings>

const Position = z.strictObject({ x: z.number(), y: z.number() })

export const NodeDefinition = z.strictObject({
  id: NodeId,
  type: TypeName,
  /** Version of the type; the newest when absent, fixed by `normalize`. */
  version: z.int().min(1).optional(),
  /** Shown to people and used by expressions, unique in the workflow. */
  name: z.string().min(1).max(128).optional(),
  // z.unknown(), because z.json() is five times slower; depth and size are checked by `validate`.
  parameters: z.record(z.string(), z.unknown()),
  position: Position.optional(),
  disabled: z.boolean().optional(),
  notes: z.string().max(10_000).optional(),
  /** Slot of the type -> credential id. */
  credentials: z.record(z.string(), z.uuid()).optional(),
  settings: NodeSettings.optional(),
})
export type NodeDefinition = z.infer<typeof NodeDefinition>

/** From an output port to an input port; both are `main` when absent. */
export const ConnectionDefinition = z.strictObject({
  source: NodeId,
  sourcePort: PortName.optional(),
  target: NodeId,
  targetPort: PortName.optional(),
})
export type ConnectionDefinition = z.infer<typeof ConnectionDefinition>

/** How many executions of the workflow run at once, and what happens to the next one. */
export const ConcurrencySettings = z.strictObject({
  limit: z.int().min(1).max(10_000),
  overflow: z.enum(['queue', 'drop', 'cancel-previous']).optional(),
})
export type ConcurrencySettings = z.infer<typeof ConcurrencySettings>

export const WorkflowSettings = z.strictObject({
  /** An IANA name such as `Europe/Oslo`; the workspace's when absent. */
  timeZone: z.string().min(1).max(64).optional(),
  /** Longest an execution may take, waits included. */
  timeoutMs: z
    .int()
    .min(1)
    .max(365 * DAY_MS)
    .optional(),
  /** Workflow to start when an execution of this one fails. */
  errorWorkflowId: z.uuid().optional(),
  /** A bare number is a limit with the overflow `queue`. */
  concurrency: z.union([z.int().min(1).max(10_000), ConcurrencySettings]).optional(),
})
export type WorkflowSettings = z.infer<typeof WorkflowSettings>

/** A workflow as it is published and run: the shape. What only a catalogue of node types can tell is `validate`'s. */
export const WorkflowDefinition = z.strictObject({
  nodes: z.array(NodeDefinition),
  connections: z.array(ConnectionDefinition),
  settings: WorkflowSettings.optional(),
})
export type WorkflowDefinition = z.infer<typeof WorkflowDefinition>

const DraftNode = z.strictObject({
  id: z.string().max(128),
  type: z.string().max(128),
  version: z.number().optional(),
  name: z.string().max(1_000).optional(),
  parameters: z.record(z.string(), z.unknown()),
  position: Position.optional(),
  disabled: z.boolean().optional(),
  notes: z.string().max(10_000).optional(),
  credentials: z.record(z.string(), z.string()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
})

const DraftConnection = z.strictObject({
  source: z.string().max(128),
  sourcePort: z.string().max(128).optional(),
  target: z.string().max(128),
  targetPort: z.string().max(128).optional(),
})

/** A workflow while it is being drawn: the outline only, so that what is still wrong can be saved and validated later. */
export const DraftDefinition = z.strictObject({
  nodes: z.array(DraftNode),
  connections: z.array(DraftConnection),
  settings: z.record(z.string(), z.unknown()).optional(),
})
export type DraftDefinition = z.infer<typeof DraftDefinition>

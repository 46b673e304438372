import { z } from 'zod'

/** A JSON Schema 2020-12 object; `x-ui` annotations tell the editor how to show a parameter. */
export const JsonSchema = z.record(z.string(), z.unknown())
export type JsonSchema = z.infer<typeof JsonSchema>

/** Where a connection starts or ends. */
export const Port = z.strictObject({
  /** With `repeat` the prefix of a family: `input-` stands for `input-1`, `input-2`, … */
  name: z.string().min(1).max(64),
  label: z.string().optional(),
  repeat: z.literal(true).optional(),
})
export type Port = z.infer<typeof Port>

/** Output ports that follow from a node's own parameters, besides those of `outputs`. */
export const DynamicOutputs = z.strictObject({
  /** A JSON pointer into the parameters: one port per element of that array (or that many), named `0`, `1`, … */
  count: z.strictObject({ pointer: z.string() }),
  /** Ports after the counted ones, such as `fallback`. */
  extra: z.array(z.string()).optional(),
})
export type DynamicOutputs = z.infer<typeof DynamicOutputs>

/**
 * What running a node does to the world: `pure` follows from its inputs alone, `read` looks, `write` changes, `idempotent`
 * changes but may be repeated freely.
 */
export const Effect = z.enum(['pure', 'read', 'write', 'idempotent'])
export type Effect = z.infer<typeof Effect>

export const CredentialSlot = z.strictObject({ slot: z.string(), types: z.array(z.string()), required: z.boolean() })
export type CredentialSlot = z.infer<typeof CredentialSlot>

/** Nodes of one type that cannot stand beside each other in one workflow. */
export const TypeConflict = z.strictObject({
  /** Code of the finding, such as `webhook-conflict`. */
  code: z.string(),
  /** JSON pointers into the parameters: enabled nodes with equal values at all of them conflict; none: any two do. */
  pointers: z.array(z.string()),
})
export type TypeConflict = z.infer<typeof TypeConflict>

/** Everything about one version of a node type but its code: plain data, served to editors as it is. */
export const NodeTypeManifest = z.strictObject({
  type: z.string().min(1).max(128),
  version: z.int().min(1),
  name: z.string(),
  description: z.string(),
  group: z.enum(['trigger', 'flow', 'data', 'io']),
  icon: z.string(),
  inputs: z.array(Port),
  outputs: z.array(Port),
  dynamicOutputs: DynamicOutputs.optional(),
  /** Schema of the parameters, an object. */
  parameters: JsonSchema,
  /** Schema of one output item's `json`. */
  outputSchema: JsonSchema.optional(),
  effect: Effect,
  /** Starts executions: has no inputs, and its items come from outside. */
  trigger: z.boolean().optional(),
  /** Has one set of parameters for all items; otherwise one for each. Only where an effect is. */
  once: z.boolean().optional(),
  credentials: z.array(CredentialSlot).optional(),
  conflict: TypeConflict.optional(),
  /** Markdown. */
  docs: z.string().optional(),
})
export type NodeTypeManifest = z.infer<typeof NodeTypeManifest>

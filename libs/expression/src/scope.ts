import type { Item, Json, JsonObject, Outputs } from '@linkflow/kernel'

/** What an expression may know about a node that has run. */
export interface NodeView {
  /** Items of the first output port. */
  items: Item[]
  outputs: Outputs
  /** The item that the current item descends from; without it, the item at the same index stands in. */
  itemFor?(index: number): Item | undefined
  parameters?: JsonObject
}

/**
 * Everything an expression can see, built by the caller for one item of one node run. Evaluation reads it and never
 * changes it; the data must be JSON.
 */
export interface Scope {
  item?: Item
  /** Position of `item` in `input`. */
  index: number
  /** Items of the first input port. */
  input: Item[]
  inputs?: Record<string, Item[]>
  /** Finds a node by name; undefined when it does not exist or has not run. */
  node?: (name: string) => NodeView | undefined
  execution: { id: string; [member: string]: Json | undefined }
  workflow: { id: string; [member: string]: Json | undefined }
  vars?: JsonObject
  /** Only the variables that the deployment allows. */
  env?: Record<string, string>
  /** Unix milliseconds that `$now` stands for. */
  nowMs: number
  /** IANA name; UTC when absent. */
  timeZone?: string
  /** A number from 0 up to 1. See `createScopeRandom`. */
  random: () => number
  uuid?: () => string
}

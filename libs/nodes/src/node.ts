import type { Scope } from '@linkflow/expression'
import type { NodeTypeManifest } from '@linkflow/graph'
import type { Item, Outputs } from '@linkflow/kernel'

/** What a pure node runs on. */
export interface PureInput {
  /**
   * As in the definition, templates unresolved. What is compiled of them is kept by the object's identity: give the
   * same object for every run of a version, and never change it.
   */
  parameters: Record<string, unknown>
  /** Input port -> items that arrived there. */
  inputs: Record<string, Item[]>
  /** What expressions see for the item at this index of the first port; -1 for no item. */
  scope(index: number): Scope
}

/** What a caller of a webhook is told. */
export interface NodeResponse {
  /** HTTP status, 200-599. */
  status: number
  headers: Record<string, string>
  /** JSON. */
  body: unknown
}

export interface NodeResult {
  outputs: Outputs
  /** Only from a node that answers a webhook. */
  response?: NodeResponse
}

/** A node type whose result follows from its input alone: same input, same result, no matter when or where. */
export interface PureNode {
  manifest: NodeTypeManifest
  /**
   * Never changes its input.
   *
   * @throws NodeError, and nothing else
   */
  run(input: PureInput): NodeResult
}

import type { Effect, NodeDefinition, NodeTypeManifest, OnError, RetrySettings } from '@linkflow/graph'

/** Version of the rules in this library. Recorded with an execution; old rules stay while histories use them. */
export const ENGINE_VERSION = 1

/** A connection, by node index. */
export interface Edge {
  readonly source: number
  readonly sourcePort: string
  readonly target: number
  readonly targetPort: string
}

/** What the engine knows about a node, looked up once. */
export interface PlanNode {
  readonly index: number
  readonly id: string
  readonly definition: NodeDefinition
  readonly manifest: NodeTypeManifest
  readonly effect: Effect
  readonly disabled: boolean
  readonly onError: OnError
  readonly retry: RetrySettings | undefined
  readonly timeoutMs: number | undefined
  /** The port whose items stand for the node's input; undefined for a trigger. */
  readonly firstInput: string | undefined
  /** The port that carries what the node passes on when it does not run. */
  readonly firstOutput: string
  /** In the order of the definition's connections, as `outgoing` is. */
  readonly incoming: readonly Edge[]
  readonly outgoing: readonly Edge[]
}

/** A definition made ready to run. Frozen and without state: one plan serves any number of executions. */
export interface Plan {
  readonly nodes: readonly PlanNode[]
  /** Node id -> index into `nodes`. */
  readonly indexes: ReadonlyMap<string, number>
  /** Longest time an execution may take, in milliseconds. */
  readonly timeoutMs: number | undefined
}

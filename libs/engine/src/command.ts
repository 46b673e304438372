import type { Failure, Item, Outputs } from '@linkflow/kernel'
import type { FinalStatus, NodeStatus, WaitKind } from './state.js'

/** What the shell must do now. Carried out twice after a crash, so each must bear repetition. */
export type Command =
  | {
      type: 'run-node'
      nodeId: string
      attempt: number
      /** The items at each connected input port; none where every source is dead. */
      inputs: Outputs
      timeoutMs?: number
    }
  | { type: 'start-wait'; waitId: string; kind: WaitKind; nodeId?: string; dueAt?: number }
  | { type: 'end-wait'; waitId: string }
  | { type: 'abort-node'; nodeId: string; attempt: number }
  | {
      type: 'finish'
      status: FinalStatus
      failure?: Failure
      /** The node that succeeded last, and the items at its first port that has any. */
      lastNodeId?: string
      output: Item[]
    }

/** A node's status changed; also said of nodes that never ran. */
export interface Change {
  nodeId: string
  status: NodeStatus
  attempt: number
  /** Unix milliseconds. */
  at: number
  /** Output port -> number of items; absent when the node gave nothing. */
  items?: Record<string, number>
  failure?: Failure
}

/** What an event led to. */
export interface Advance<State> {
  /** The same object when the event changed nothing. */
  state: State
  commands: Command[]
  changes: Change[]
}

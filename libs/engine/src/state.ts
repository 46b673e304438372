import type { Failure, Outputs } from '@linkflow/kernel'
import { ENGINE_VERSION, type Plan } from './plan.js'

/**
 * `failed` includes nodes whose failure was handled: those have outputs. `pending` nodes of an execution that ended early were
 * never reached.
 */
export type NodeStatus = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped' | 'cancelled'

/** `waiting` means that nothing runs, and something other than the time limit is waited for. */
export type ExecutionStatus = 'running' | 'waiting' | FinalStatus
export type FinalStatus = 'succeeded' | 'failed' | 'cancelled' | 'timed-out'

export interface NodeState {
  readonly status: NodeStatus
  /** 0 until the node is told to run, and for ever when it is skipped or disabled; `pending` from 1 on means told to run. */
  readonly attempt: number
  readonly outputs: Outputs | undefined
  readonly failure: Failure | undefined
}

export type WaitKind = 'retry' | 'execution-timeout' | 'timer' | 'token'

/** Something that must happen before the execution goes on. */
export interface Wait {
  /** Unique in the execution, the same in every fold of its history. */
  readonly waitId: string
  readonly kind: WaitKind
  readonly nodeId: string | undefined
  /** Unix milliseconds. */
  readonly dueAt: number | undefined
}

/** An execution between two events. Plain JSON data, never changed in place: parts that stay are shared. */
export interface ExecutionState {
  readonly engineVersion: number
  readonly executionId: string
  readonly status: ExecutionStatus
  /** By node index of the plan. */
  readonly nodes: readonly NodeState[]
  /** Open waits, oldest first. */
  readonly waits: readonly Wait[]
  /** How many nodes are told to run or running. */
  readonly active: number
  /** Unix milliseconds; undefined until `started`. */
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
  /** Index of the node that succeeded last. */
  readonly lastNode: number | undefined
  readonly failure: Failure | undefined
}

const untouched: NodeState = Object.freeze({ status: 'pending', attempt: 0, outputs: undefined, failure: undefined })

/** The state of an execution to which nothing has happened. */
export function initialState(plan: Plan, { executionId }: { executionId: string }): ExecutionState {
  return {
    engineVersion: ENGINE_VERSION,
    executionId,
    status: 'running',
    nodes: plan.nodes.map(() => untouched),
    waits: [],
    active: 0,
    startedAt: undefined,
    endedAt: undefined,
    lastNode: undefined,
    failure: undefined,
  }
}

/** True when nothing more can happen. */
export function hasEnded(state: ExecutionState): state is ExecutionState & { status: FinalStatus } {
  return state.endedAt !== undefined
}

/** True for a node told to run, whether or not it has begun. */
export function isActive({ status, attempt }: NodeState): boolean {
  return status === 'running' || (status === 'pending' && attempt > 0)
}

/** True for a node that gives nothing more. */
export function isSettled({ status }: NodeState): boolean {
  return status !== 'pending' && status !== 'running' && status !== 'waiting'
}

import type { Failure, Item, Outputs } from '@linkflow/kernel'

/** What a node may ask to wait for: a time, or somebody who knows the token. `dueAt` is in Unix milliseconds. */
export type WaitRequest = { kind: 'timer'; dueAt: number } | { kind: 'token'; dueAt?: number }

/**
 * What happened to an execution. The recorded events, in the order they were fed, are its history; the state is their fold.
 * `at` is in Unix milliseconds; attempts count from 1.
 */
export type EngineEvent = { at: number } & (
  | {
      type: 'started'
      /** The node whose output the items are; usually a trigger, any node to start in the middle. */
      trigger: string
      items: Item[]
    }
  | { type: 'node-started'; nodeId: string; attempt: number }
  | { type: 'node-succeeded'; nodeId: string; attempt: number; outputs: Outputs }
  | {
      type: 'node-failed'
      nodeId: string
      attempt: number
      failure: Failure
      /** False when another try would fail alike; true when absent. */
      retryable?: boolean
      /** What the other side asked for, such as a Retry-After; at most a day counts. */
      retryAfterMs?: number
    }
  | { type: 'node-waiting'; nodeId: string; attempt: number; wait: WaitRequest }
  | {
      type: 'wait-resolved'
      waitId: string
      /** What a waiting node gives; its first input goes to its first output when absent. */
      outcome?: Outputs
    }
  | { type: 'cancel'; reason?: string }
)

/** An event that says so, of one type. */
export type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>

import type { ExecutionStatus, triggerKinds } from '@linkflow/contracts'
import type { Failure, Item, JsonObject } from '@linkflow/kernel'

export type TriggerKind = (typeof triggerKinds)[number]

/** What a respond node says to whoever triggered the execution. */
export interface Response {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** An execution as its own row tells it. Times in Unix milliseconds. */
export interface Execution {
  id: string
  workspaceId: string
  workflowId: string
  version: number
  status: ExecutionStatus
  trigger: TriggerKind
  triggerNode: string
  createdAt: number
  startedAt?: number
  finishedAt?: number
  /** Position of the end in the history. */
  finishSeq?: number
  input: Item[]
  output?: Item[]
  response?: Response
  error?: Failure
  /** Random bytes from which `$random()` and `$uuid()` grow, so that they cannot be guessed from ids. */
  seed: Buffer
  retryOf?: string
  /** What `$vars` stands for: the variables at its acceptance. Absent when nothing reads them. */
  variables?: JsonObject
  /** W3C `traceparent` of whoever started it; kept with its lease, so known until it has finished. */
  traceparent?: string
}

/** The beginning has this position; rows follow. */
export const FIRST_SEQ = 1

/** Any value JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** A file that travels beside an item's JSON: its bytes are held by the execution service under `ref`, or inline. */
export interface Binary {
  mimeType: string
  fileName?: string
  /** Bytes. */
  size: number
  /** Base64 of the bytes; absent when they are held by reference. */
  data?: string
  ref?: string
}

/** One piece of data that flows along a connection. */
export interface Item {
  json: JsonObject
  binary?: Record<string, Binary>
  /** The items of the node's inputs this one was made from: port, index. */
  source?: ItemSource[]
}

export interface ItemSource {
  /** Index into the items that arrived at `port`. */
  index: number
  /** Input port, `main` when absent. */
  port?: string
}

/** What a node gives on each output port. */
export type Outputs = Record<string, Item[]>

/** Why a node or an execution failed. Recorded for ever, shown to people: never holds a secret. */
export interface Failure {
  /** `<area>/<what-happened>`: decide on this, never on the message. */
  code: string
  message: string
  /** The node that failed, when one did. */
  nodeId?: string
  attempt?: number
  /** Members that describe the failure, such as an HTTP status. */
  details?: JsonObject
}

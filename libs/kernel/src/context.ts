/** Who acts. */
export type Principal =
  | { kind: 'user'; id: string; sessionId: string }
  | { kind: 'api-key'; id: string; userId: string }
  | { kind: 'execution'; id: string }
  | { kind: 'service'; id: string }
  | { kind: 'anonymous' }

/** What is known of a change before it is made. */
export interface Change {
  /** The operation: `workflow.publish-workflow`. */
  action: string
  /** What it is about, as in the path: `workflows/<id>`. */
  resource?: string
  /** Where what it makes lies; the id is that of the answer. */
  collection?: string
  /** Set by the transaction that entered it: one call is one entry. */
  recorded?: boolean
}

/**
 * What a handler knows about the call it answers. Built by the platform from the verified context token alone,
 * never from a payload.
 */
export interface RequestContext {
  principal: Principal
  /** The workspace of the call; absent for calls that belong to none, such as a login. */
  workspaceId?: string
  /** `resource:verb` strings the principal holds in the workspace. */
  permissions: ReadonlySet<string>
  requestId: string
  /** Unix milliseconds after which nobody waits for the answer. */
  deadlineAt: number
  /** W3C `traceparent` of the caller's span. */
  traceparent?: string
  /** The signed token this context was read from; passed on with calls to other services. Absent in one process. */
  token?: string
  /** The `Idempotency-Key` of a creating request, with the hash of what it asked for. */
  idempotency?: { contract: string; key: string; bodyHash: string }
  /** What the call changes, for the audit log; absent for what is not entered there. */
  change?: Change
  /** Aborted when the caller cancels or disappears. */
  signal?: AbortSignal
  /** Address and agent of the person at the edge, for sessions and audit. */
  client?: { ip?: string; userAgent?: string }
}

/** A context that certainly belongs to a workspace. */
export type WorkspaceContext = RequestContext & { workspaceId: string }

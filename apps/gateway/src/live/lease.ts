import { Unauthenticated } from '@linkflow/kernel'
import type { Authenticator, Caller, Credentials } from '../identity/authenticator.js'

/** What the channels of executions ask for; who was admitted without it listens to something else. */
const WATCHING = 'execution:read'

/** Timers cannot be set further ahead. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * The right to go on listening: ends when the token expires, the session or key is revoked, or the caller loses what it
 * was admitted with. {@link check} is called at every heartbeat.
 */
export class Lease {
  private readonly timer: NodeJS.Timeout | undefined
  private ended = false

  constructor(
    private readonly authenticator: Authenticator,
    private readonly shown: { credentials: Credentials; address: string },
    private readonly caller: Caller,
    private readonly onEnd: () => void,
    nowMs: number,
  ) {
    if (caller.expiresAt === undefined) return
    this.timer = setTimeout(() => this.end(), Math.min(Math.max(0, caller.expiresAt - nowMs), MAX_TIMER_MS))
    this.timer.unref()
  }

  async check(): Promise<void> {
    try {
      // The workspace is named, so that it does not follow the user's default elsewhere.
      const { workspaceId, permissions } = this.caller
      const { credentials, address } = this.shown
      const there = { ...credentials, ...(workspaceId && { workspaceId }) }
      const now = await this.authenticator.authenticate(there, address)
      if (permissions.has(WATCHING) && !now.permissions.has(WATCHING)) this.end()
    } catch (error) {
      // A service that is away does not end anybody's session.
      if (Unauthenticated.is(error) || isGone(error)) this.end()
    }
  }

  release(): void {
    this.ended = true
    clearTimeout(this.timer)
  }

  private end(): void {
    if (this.ended) return
    this.release()
    this.onEnd()
  }
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 404
}

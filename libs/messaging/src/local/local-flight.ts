import { Cancelled, DeadlineExceeded, OutcomeUnknown } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import type { Deadlines, Expiring } from '../deadlines.js'
import type { ServingCall } from '../serving-call.js'
import type { LocalServer } from './local-server.js'

interface Parties {
  server: LocalServer
  call: ServingCall
  /** What the calling transport waits for. */
  calls: Set<LocalFlight>
  signal: AbortSignal | undefined
  /** Tells the caller. */
  fail: (problem: Problem) => void
}

/** A call under way, seen from both ends at once. It ends exactly once: answered, failed, expired or cancelled. */
export class LocalFlight implements Expiring {
  readonly server: LocalServer
  readonly call: ServingCall
  readonly deadlineAt: number
  private ended = false

  constructor(
    private readonly deadlines: Deadlines,
    private readonly parties: Parties,
  ) {
    this.server = parties.server
    this.call = parties.call
    this.deadlineAt = parties.call.deadlineAt
    this.server.flights.add(this)
    parties.calls.add(this)
    deadlines.add(this)
    parties.signal?.addEventListener('abort', this.cancel)
  }

  /** Ends the flight for its caller; false when it had ended before. */
  settle(): boolean {
    if (this.ended) return false
    this.ended = true
    this.deadlines.delete(this)
    this.parties.calls.delete(this)
    this.parties.signal?.removeEventListener('abort', this.cancel)
    return true
  }

  /** The handler has returned, whoever still listens. */
  leave(): void {
    this.server.flights.delete(this)
    if (this.server.flights.size === 0) this.server.onIdle?.()
  }

  expire(): void {
    this.end(DeadlineExceeded())
  }

  readonly cancel = (): void => this.end(Cancelled())

  /** The serving transport closed. Like a killed process it answers nothing: short calls run into their deadline. */
  vanish(): void {
    const problem = OutcomeUnknown()
    if (this.server.options.long || this.server.answer.kind === 'stream') this.end(problem)
    else this.call.abort(problem)
  }

  end(problem: Problem): void {
    if (!this.settle()) return
    this.call.abort(problem)
    this.parties.fail(problem)
  }
}

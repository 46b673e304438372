import { Inject, Injectable } from '@nestjs/common'
import { NodeFailed, RunNode } from '@linkflow/contracts'
import type { EngineEvent } from '@linkflow/engine'
import { Cancelled, DeadlineExceeded, OutcomeUnknown, Problem, Unavailable, newId } from '@linkflow/kernel'
import type { Clock, Failure, Outputs, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK, CONFIG } from '@linkflow/service'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ExecutionConfig } from '../config.js'
import type { Execution } from '../domain/execution.js'
import type { Effect } from './run.js'

const LONGEST_RUN_MS = 15 * 60_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
const GIVE_UP_AFTER_MS = 5 * 60_000

/** Has nodes run by the node service, each under the idempotency key of its committed intent. */
@Injectable()
export class Effects {
  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CONFIG) private readonly config: ExecutionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs a node and gives the event that says how it went; undefined when `signal` aborted it. While the outcome is
   * unknown the same intent is sent again under the same key.
   */
  async perform(execution: Execution, effect: Effect, signal: AbortSignal): Promise<EngineEvent | undefined> {
    const { nodeId, attempt } = { nodeId: effect.node.id, attempt: effect.attempt }
    const began = Date.now()
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const outputs = await this.call(execution, effect, signal)
        return this.succeeded(nodeId, attempt, outputs)
      } catch (error) {
        if (signal.aborted) return undefined
        const unknown = OutcomeUnknown.is(error) || Unavailable.is(error) || Cancelled.is(error)
        if (!unknown || Date.now() - began > GIVE_UP_AFTER_MS)
          return { ...failed(error), nodeId, attempt, at: this.now() }
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return undefined
    }
  }

  private async call(execution: Execution, effect: Effect, signal: AbortSignal): Promise<Outputs> {
    const timeoutMs = effect.timeoutMs ?? LONGEST_RUN_MS
    const ctx: RequestContext = {
      principal: { kind: 'execution', id: execution.id },
      workspaceId: execution.workspaceId,
      permissions: new Set(),
      requestId: newId(),
      deadlineAt: Date.now() + timeoutMs,
      traceparent: execution.traceparent,
      signal,
    }
    const { node, attempt, intent } = effect
    const { type, version } = node.manifest
    const input = { executionId: execution.id, nodeId: node.id, type, version, attempt, timeoutMs: effect.timeoutMs }
    const { outputs } = await this.messaging.call(
      RunNode,
      { ...input, ...intent, items: intent.items as unknown as Record<string, unknown>[] },
      ctx,
      { signal, timeoutMs },
    )
    return outputs as unknown as Outputs
  }

  private now(): number {
    return this.clock.now().getTime()
  }

  /** A result above the limit fails the node: it is never cut. */
  private succeeded(nodeId: string, attempt: number, outputs: Outputs): EngineEvent {
    const at = this.now()
    const bytes = Buffer.byteLength(JSON.stringify(outputs))
    const limit = this.config.EXECUTION_OUTPUT_LIMIT_BYTES
    if (bytes <= limit) return { type: 'node-succeeded', nodeId, attempt, at, outputs }
    const message = `The output has ${bytes} bytes; at most ${limit} are kept.`
    const failure = { code: 'node/output-too-large', message, details: { bytes, limit } }
    return { type: 'node-failed', nodeId, attempt, at, failure, retryable: false }
  }
}

function failed(error: unknown): { type: 'node-failed'; failure: Failure; retryable: boolean; retryAfterMs?: number } {
  const type = 'node-failed'
  if (NodeFailed.is(error)) {
    const { failure, retryable, retryAfterMs } = error.params
    return { type, failure: failure as Failure, retryable, retryAfterMs }
  }
  if (DeadlineExceeded.is(error))
    return { type, failure: { code: 'node/timed-out', message: 'The node did not finish in time.' }, retryable: true }
  if (error instanceof Problem)
    return { type, failure: { code: error.code, message: error.detail }, retryable: error.status >= 500 }
  return { type, failure: { code: 'node/internal-error', message: 'The node could not be run.' }, retryable: true }
}

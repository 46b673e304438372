import { Inject, Injectable } from '@nestjs/common'
import { GetAllowance, QuotaExceeded } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK } from '@linkflow/service'
import { ExecutionMetrics } from '../run/metrics.js'

/** An answer is used for this long without another being asked for. */
const FRESH_MS = 5_000
/** A workspace that is refused is asked about again at most this often. */
const RECHECK_MS = 1_000
/** How long an acceptance waits for billing before it goes on without it. */
const PATIENCE_MS = 1_000
const MAX_KNOWN = 10_000

interface Known {
  executions: Output<typeof GetAllowance>['executions']
  /** Accepted here since the answer was asked for: it does not count them yet. */
  accepted: number
  askedAt: number
  asking?: Promise<void>
}

/**
 * How many executions workspaces may still start, as billing said some seconds ago: an acceptance costs no question but
 * the first. When billing does not answer, everything is accepted: a workflow that does not run costs more than one that
 * should not have.
 */
@Injectable()
export class Allowances {
  private readonly known = new Map<string, Known>()

  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExecutionMetrics) private readonly metrics: ExecutionMetrics,
  ) {}

  /**
   * Counts one execution more. Waits for nothing when the workspace is known and may.
   *
   * @throws QuotaExceeded
   */
  take(ctx: RequestContext): void | Promise<void> {
    const { workspaceId } = ctx
    if (workspaceId === undefined) return
    const known = this.known.get(workspaceId)
    if (!known) return this.takeAfterAsking(ctx, this.remember(workspaceId))
    const nowMs = this.clock.now().getTime()
    if (this.isOver(known, nowMs)) return this.takeAfterAsking(ctx, known)
    if (nowMs - known.askedAt >= FRESH_MS) void this.ask(ctx, known)
    known.accepted += 1
  }

  /** Somebody may have taken a larger plan just now: nobody is refused on an old answer. */
  private async takeAfterAsking(ctx: RequestContext, known: Known): Promise<void> {
    if (this.clock.now().getTime() - known.askedAt >= RECHECK_MS || known.asking) await this.ask(ctx, known)
    const { executions } = known
    if (executions && this.isOver(known, this.clock.now().getTime())) {
      const { limit, used, resetsAt } = executions
      this.metrics.quotaRefused()
      throw QuotaExceeded({ quota: 'executionsPerMonth', limit, used: used + known.accepted, resetsAt })
    }
    known.accepted += 1
  }

  private isOver({ executions, accepted }: Known, nowMs: number): boolean {
    if (!executions || executions.used + accepted < executions.stopAt) return false
    return nowMs < Date.parse(executions.resetsAt)
  }

  /** Asks once for all who want to know. */
  private ask(ctx: RequestContext, known: Known): Promise<void> {
    known.asking ??= this.refresh(ctx, known).finally(() => {
      known.asking = undefined
    })
    return known.asking
  }

  private async refresh({ signal: _, ...ctx }: RequestContext, known: Known): Promise<void> {
    const { accepted } = known
    const allowance = await this.messaging
      .call(GetAllowance, {}, ctx, { timeoutMs: PATIENCE_MS })
      .catch((): Output<typeof GetAllowance> => {
        this.metrics.quotaUnknown()
        return {}
      })
    known.executions = allowance.executions
    known.accepted -= accepted
    known.askedAt = this.clock.now().getTime()
  }

  /** Bounded: who came first goes first. */
  private remember(workspaceId: string): Known {
    const [oldest] = this.known.size >= MAX_KNOWN ? this.known.keys() : []
    if (oldest !== undefined) this.known.delete(oldest)
    const known: Known = { executions: undefined, accepted: 0, askedAt: 0 }
    this.known.set(workspaceId, known)
    return known
  }
}

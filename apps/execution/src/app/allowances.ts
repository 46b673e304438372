import { Inject, Injectable } from '@nestjs/common'
import { GetAllowance, QuotaExceeded } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import { Allowance } from '../domain/allowance.js'
import type { Quota } from '../domain/allowance.js'
import { ExecutionMetrics } from '../run/metrics.js'

/** An answer is used for this long without another being asked for. */
const FRESH_MS = 5_000
/** A workspace that is refused is asked about again at most this often. */
const RECHECK_MS = 1_000
/** How long an acceptance waits for billing before it goes on without it. */
const PATIENCE_MS = 1_000
const MAX_KNOWN = 10_000

interface Known {
  allowance: Allowance
  /** Absent until the first answer. */
  askedAt?: number
  asking?: Promise<void>
}

/** Given back when it is known whether an execution was accepted. */
export type Ticket = (accepted: boolean) => void

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
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(ExecutionMetrics) private readonly metrics: ExecutionMetrics,
  ) {}

  /**
   * Counts one execution more. Waits for nothing when the workspace is known and may.
   *
   * @throws QuotaExceeded
   */
  take(ctx: RequestContext): Ticket | Promise<Ticket> {
    const { workspaceId = '' } = ctx
    const known = this.known.get(workspaceId) ?? this.remember(workspaceId)
    const nowMs = this.now()
    if (known.askedAt === undefined || !known.allowance.mayTake(nowMs)) return this.takeAfterAsking(ctx, known)
    if (nowMs - known.askedAt >= FRESH_MS) void this.ask(ctx, known)
    return known.allowance.take()
  }

  /** Somebody may have taken a larger plan just now: nobody is refused on an old answer. */
  private async takeAfterAsking(ctx: RequestContext, known: Known): Promise<Ticket> {
    do {
      const isRecent = known.askedAt !== undefined && this.now() - known.askedAt < RECHECK_MS
      if (!isRecent || known.asking || !known.allowance.isUsedUp(this.now())) await this.ask(ctx, known)
      if (known.allowance.isUsedUp(this.now())) throw this.refusal(known.allowance)
    } while (!known.allowance.mayTake(this.now()))
    return known.allowance.take()
  }

  private refusal({ quota, used }: Allowance) {
    this.metrics.quotaRefused()
    const { limit = 0, resetsAt } = quota ?? {}
    return QuotaExceeded({ quota: 'executionsPerMonth', limit, used, resetsAt })
  }

  /** Asks once for all who want to know. */
  private ask(ctx: RequestContext, known: Known): Promise<void> {
    known.asking ??= this.refresh(ctx, known).finally(() => {
      known.asking = undefined
    })
    return known.asking
  }

  private async refresh(ctx: RequestContext, known: Known): Promise<void> {
    const quota = await this.quotaOf(ctx).catch(() => {
      this.metrics.quotaUnknown()
      return undefined
    })
    known.allowance.renew(quota)
    known.askedAt = this.now()
  }

  /** Billing counts what has finished; what is under way comes on top. Asked in this order, none is counted twice. */
  private async quotaOf({ signal: _, ...ctx }: RequestContext): Promise<Quota | undefined> {
    const { executions } = await this.messaging.call(GetAllowance, {}, ctx, { timeoutMs: PATIENCE_MS })
    if (!executions) return undefined
    return { ...executions, used: executions.used + (await this.store.countUnfinished(ctx)) }
  }

  private now(): number {
    return this.clock.now().getTime()
  }

  /** Bounded: who came first goes first. */
  private remember(workspaceId: string): Known {
    const [oldest] = this.known.size >= MAX_KNOWN ? this.known.keys() : []
    if (oldest !== undefined) this.known.delete(oldest)
    const known: Known = { allowance: new Allowance() }
    this.known.set(workspaceId, known)
    return known
  }
}

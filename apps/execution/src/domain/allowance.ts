import type { GetAllowance, Output } from '@linkflow/contracts'

/** The executions of a month, as they stood when they were asked for. */
export type Quota = NonNullable<Output<typeof GetAllowance>['executions']>

/** Of what is left one process takes so much before it asks again: others take from the same. */
const SHARE = 1 / 4

/** How many executions a workspace may still start, counted along between two answers. */
export class Allowance {
  /** Without one there is no limit. */
  quota: Quota | undefined
  /** Accepted here since the answer. */
  private accepted = 0
  /** Taken and not yet known to be accepted. */
  private pending = 0
  /** What may be taken before somebody asks again. */
  private share = 0

  /** Executions of the month that are known of. */
  get used(): number {
    return (this.quota?.used ?? 0) + this.accepted + this.pending
  }

  /** Whether one may be taken without asking. */
  mayTake(nowMs: number): boolean {
    return this.share > 0 || !this.binds(nowMs)
  }

  /** Whether nothing is left. */
  isUsedUp(nowMs: number): boolean {
    return this.quota !== undefined && this.binds(nowMs) && this.used >= this.quota.stopAt
  }

  take(): void {
    this.pending += 1
    this.share -= 1
  }

  /** What was taken has become an execution, or has not. */
  settle(accepted: boolean): void {
    this.pending -= 1
    if (accepted) this.accepted += 1
  }

  /** To be handed in with the answer to what is asked now: what is accepted from now on is not part of it. */
  mark(): number {
    return this.accepted
  }

  /**
   * Takes in an answer. It may lag behind, because what has finished is counted a moment later: of one month no fewer are
   * used than were known of before.
   */
  renew(quota: Quota | undefined, mark: number): void {
    const isSameMonth = quota !== undefined && quota.resetsAt === this.quota?.resetsAt
    const known = isSameMonth ? (this.quota?.used ?? 0) + mark : 0
    this.quota = quota && { ...quota, used: Math.max(quota.used, known) }
    this.accepted -= mark
    this.share = quota ? Math.ceil((quota.stopAt - this.used) * SHARE) : 0
  }

  /** A limit of a month that is over says nothing any more. */
  private binds(nowMs: number): boolean {
    return this.quota !== undefined && nowMs < Date.parse(this.quota.resetsAt)
  }
}

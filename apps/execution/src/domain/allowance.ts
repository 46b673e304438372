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
  /** How many answers have taken the place of what was known here. */
  private answers = 0
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

  /** Counts one; the answer is to be called when it has become an execution, or has not. */
  take(): (accepted: boolean) => void {
    this.pending += 1
    this.share -= 1
    const { answers } = this
    return (accepted) => {
      this.pending -= 1
      // What was on its way when an answer came may be part of it: counted again it would be too much until the month ends.
      if (accepted && answers === this.answers) this.accepted += 1
    }
  }

  /**
   * Takes in an answer. It may lag behind, because what has finished is counted a moment later: of one month no fewer are
   * used than were known of before. What was accepted while it was on its way may be part of it: an answer that says more
   * than was known stands for all of that, and what it has missed is in the next one.
   */
  renew(quota: Quota | undefined): void {
    const isSameMonth = quota !== undefined && quota.resetsAt === this.quota?.resetsAt
    const known = isSameMonth ? (this.quota?.used ?? 0) + this.accepted : 0
    if (!isSameMonth || quota.used > known) this.answers += 1
    this.quota = quota && { ...quota, used: Math.max(quota.used, known) }
    this.accepted = 0
    this.share = quota ? Math.ceil((quota.stopAt - this.used) * SHARE) : 0
  }

  /** A limit of a month that is over says nothing any more. */
  private binds(nowMs: number): boolean {
    return this.quota !== undefined && nowMs < Date.parse(this.quota.resetsAt)
  }
}

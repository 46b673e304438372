/** By what a request is checked. */
export interface Proof {
  /** Each proves a request: the present secret, and the one before while it is being rotated. */
  secrets: readonly string[]
  nowMs: number
  /** Where senders reach this installation, without a slash at the end. */
  publicUrl: string
}

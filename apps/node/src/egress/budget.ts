import { NodeError } from '@linkflow/nodes'

/** How many bytes may still be received. */
export class Budget {
  private taken = 0

  constructor(
    private readonly limitBytes: number,
    private readonly whole?: Budget,
  ) {}

  /**
   * Counts bytes, of the whole too.
   *
   * @throws NodeError `http/response-too-large`
   */
  take(bytes: number): void {
    this.taken += bytes
    if (this.taken > this.limitBytes)
      throw new NodeError('http/response-too-large', `The response has more than ${this.limitBytes} bytes.`, {
        details: { limitBytes: this.limitBytes },
      })
    this.whole?.take(bytes)
  }

  /** A part that has a limit of its own and counts to this one. */
  part(limitBytes: number): Budget {
    return new Budget(limitBytes, this)
  }
}

import { OutcomeUnknown } from '@linkflow/kernel'

/** Bytes of one part; sixteen of them, the window, are under way at most. */
export const PART_BYTES = 128 * 1024

/** Cuts a text into parts, at least one. */
export function* partsOf(text: string): Generator<{ bytes: Uint8Array; more: boolean }> {
  const bytes = Buffer.from(text)
  let start = 0
  do {
    const end = Math.min(start + PART_BYTES, bytes.length)
    yield { bytes: bytes.subarray(start, end), more: end < bytes.length }
    start = end
  } while (start < bytes.length)
}

/** Puts parts together again. */
export class Assembly {
  private expected = 1
  private parts: Buffer[] = []

  /**
   * The whole text when `part` was its last.
   *
   * @throws OutcomeUnknown when a message was lost, as happens when a connection breaks
   */
  accept(position: number | undefined, more: boolean, part: Buffer): string | undefined {
    this.check(position)
    if (!more && this.parts.length === 0) return part.toString()
    this.parts.push(part)
    if (more) return undefined
    const text = Buffer.concat(this.parts).toString()
    this.parts = []
    return text
  }

  /** Counts one message. */
  check(position: number | undefined): void {
    if (position !== this.expected) throw OutcomeUnknown()
    this.expected += 1
  }
}

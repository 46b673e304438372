/** Something whose other end may vanish. */
export interface Beating {
  /** Tells the other end that this one is alive. */
  beat(): void
  /** Whether the other end beats too. */
  readonly watches: boolean
  /** Three beats of the other end are missing. */
  missed(): void
}

/** Beats for everything that is under way, on one timer. Silence is counted in own beats: a stalled process blames nobody. */
export class Beats {
  private readonly silence = new Map<Beating, number>()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly intervalMs: number) {}

  add(entry: Beating): void {
    this.silence.set(entry, 0)
    this.timer ??= setInterval(() => this.tick(), this.intervalMs).unref()
  }

  /** The other end was heard. */
  heard(entry: Beating): void {
    if (this.silence.get(entry)) this.silence.set(entry, 0)
  }

  delete(entry: Beating): void {
    this.silence.delete(entry)
  }

  close(): void {
    clearInterval(this.timer)
    this.timer = undefined
    this.silence.clear()
  }

  private tick(): void {
    if (this.silence.size === 0) return this.close()
    for (const [entry, silent] of this.silence) {
      entry.beat()
      if (!entry.watches) continue
      if (silent < 3) this.silence.set(entry, silent + 1)
      else {
        this.silence.delete(entry)
        entry.missed()
      }
    }
  }
}

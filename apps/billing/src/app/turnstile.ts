/** Lets so many through at a time; the others wait in line. */
export class Turnstile {
  private inside = 0
  private readonly waiting: (() => void)[] = []

  constructor(private readonly places: number) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.places) await new Promise<void>((enter) => this.waiting.push(enter))
    else this.inside += 1
    try {
      return await work()
    } finally {
      // The place is handed over rather than given up, so that nobody slips in between.
      const next = this.waiting.shift()
      if (next) next()
      else this.inside -= 1
    }
  }
}

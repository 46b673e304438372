type Begin = () => void

/** The work of one workspace. */
interface Line {
  /** What waits and what is under way. */
  length: number
  /** What waits, by what it is about; a key that was served goes to the end. */
  waiting: Map<string, Begin[]>
}

/**
 * Lets work on the same thing be done one after the other, in the order it came, and only so much of all work at once.
 * Workspaces take turns: much work of one keeps another waiting for no more than what has begun.
 */
export class Turns {
  /** A workspace that was served goes to the end. */
  private readonly lines = new Map<string, Line>()
  private readonly begun = new Set<string>()

  constructor(private readonly atOnce: number) {}

  /** How much work of a workspace waits or is under way. */
  lengthOf(workspaceId: string): number {
    return this.lines.get(workspaceId)?.length ?? 0
  }

  /** Does `work` when everything before it under this key is over. A key is one workspace's. */
  async take<T>(workspaceId: string, key: string, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.enter(workspaceId, key, begin)
      this.serve()
    })
    try {
      return await work()
    } finally {
      this.leave(workspaceId, key)
      this.serve()
    }
  }

  private enter(workspaceId: string, key: string, begin: Begin): void {
    const line = this.lines.get(workspaceId) ?? { length: 0, waiting: new Map<string, Begin[]>() }
    this.lines.set(workspaceId, line)
    line.length += 1
    const waiting = line.waiting.get(key)
    if (waiting) waiting.push(begin)
    else line.waiting.set(key, [begin])
  }

  private leave(workspaceId: string, key: string): void {
    this.begun.delete(key)
    const line = this.lines.get(workspaceId)
    if (line && --line.length === 0) this.lines.delete(workspaceId)
  }

  private serve(): void {
    while (this.begun.size < this.atOnce && this.beginNext());
  }

  /** Passes over no more than has begun: every key looked at in vain is one of those. */
  private beginNext(): boolean {
    for (const [workspaceId, line] of this.lines)
      for (const [key, [begin, ...others]] of line.waiting) {
        if (!begin || this.begun.has(key)) continue
        this.begun.add(key)
        line.waiting.delete(key)
        if (others.length > 0) line.waiting.set(key, others)
        this.lines.delete(workspaceId)
        this.lines.set(workspaceId, line)
        begin()
        return true
      }
    return false
  }
}

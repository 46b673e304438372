import { Injectable } from '@nestjs/common'

/** Hears of one execution. */
export interface News {
  /** Resolves at the next news since listening began, or after `ms`. */
  within(ms: number): Promise<void>
  stop(): void
}

/** Callers in this process who wait for something of an execution: woken, they look again. */
@Injectable()
export class Waiters {
  private readonly waiting = new Map<string, Set<() => void>>()

  listen(executionId: string): News {
    let heard: () => void = () => undefined
    const news = new Promise<void>((resolve) => (heard = resolve))
    const set = this.waiting.get(executionId) ?? new Set()
    this.waiting.set(executionId, set.add(heard))
    return {
      async within(ms) {
        let timer: NodeJS.Timeout | undefined
        await Promise.race([news, new Promise<void>((done) => (timer = setTimeout(done, ms)))])
        clearTimeout(timer)
      },
      stop: () => {
        set.delete(heard)
        if (set.size === 0) this.waiting.delete(executionId)
      },
    }
  }

  /** Something was committed that somebody may wait for. */
  wake(executionId: string): void {
    for (const heard of this.waiting.get(executionId) ?? []) heard()
  }
}

import { Injectable } from '@nestjs/common'

/** Callers in this process who wait for something of an execution: woken, they look again. */
@Injectable()
export class Waiters {
  private readonly waiting = new Map<string, Set<() => void>>()

  /** Resolves at the next news of the execution, or after `ms`. */
  news(executionId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.forget(executionId, wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      const set = this.waiting.get(executionId)
      if (set) set.add(wake)
      else this.waiting.set(executionId, new Set([wake]))
    })
  }

  /** Something was committed that somebody may wait for. */
  wake(executionId: string): void {
    for (const wake of this.waiting.get(executionId) ?? []) wake()
  }

  private forget(executionId: string, wake: () => void): void {
    const set = this.waiting.get(executionId)
    set?.delete(wake)
    if (set?.size === 0) this.waiting.delete(executionId)
  }
}

import { decode } from '../codec.js'
import { matcher } from '../subjects.js'
import type { ErrorHook, LiveHandler } from '../transport.js'

interface Listener {
  handler: LiveHandler
  onError: ErrorHook
  closed: boolean
}

/** Who listens to what, at most once. Plain subjects are found by name, patterns by trying each. */
export class LocalLive {
  private readonly exact = new Map<string, Set<Listener>>()
  private readonly patterns = new Map<Listener, (subject: string) => boolean>()

  subscribe(pattern: string, handler: LiveHandler, onError: ErrorHook): () => void {
    const listener: Listener = { handler, onError, closed: false }
    if (/[*>]/.test(pattern)) this.patterns.set(listener, matcher(pattern))
    else this.exact.set(pattern, (this.exact.get(pattern) ?? new Set()).add(listener))
    return () => {
      listener.closed = true
      this.patterns.delete(listener)
      const named = this.exact.get(pattern)
      if (named?.delete(listener) && named.size === 0) this.exact.delete(pattern)
    }
  }

  interested(subject: string): Listener[] {
    const listeners = [...(this.exact.get(subject) ?? [])]
    for (const [listener, matches] of this.patterns) if (matches(subject)) listeners.push(listener)
    return listeners
  }

  deliver(listeners: Listener[], subject: string, text: string): void {
    for (const listener of listeners)
      queueMicrotask(() => {
        if (listener.closed) return
        try {
          listener.handler(subject, decode(text))
        } catch (error) {
          listener.onError(error, { kind: 'live', subject })
        }
      })
  }
}

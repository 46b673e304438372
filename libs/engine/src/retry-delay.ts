import type { RetrySettings } from '@linkflow/graph'

const DEFAULT_MAX_DELAY_MS = 5 * 60 * 1000
const LONGEST_RETRY_AFTER_MS = 24 * 60 * 60 * 1000

export interface FailedTry {
  executionId: string
  nodeId: string
  /** The try that failed, counted from 1. */
  attempt: number
  /** What the other side asked for, in milliseconds. */
  retryAfterMs: number | undefined
}

/**
 * How long to wait before the next try, in milliseconds. Exponential delays are spread by "equal jitter" (M. Brooker,
 * "Exponential Backoff and Jitter", AWS Architecture Blog, 2015): half of the delay is kept, the other half is scaled by a number
 * that is hashed from execution, node and attempt, so that a replay computes the same.
 */
export function retryDelay(settings: RetrySettings, failed: FailedTry): number {
  const asked = Math.min(Math.max(failed.retryAfterMs ?? 0, 0), LONGEST_RETRY_AFTER_MS)
  if (settings.backoff === 'fixed') return Math.max(asked, settings.delayMs)
  const full = Math.min(settings.delayMs * 2 ** (failed.attempt - 1), settings.maxDelayMs ?? DEFAULT_MAX_DELAY_MS)
  const fraction = hash(`${failed.executionId} ${failed.nodeId} ${failed.attempt}`) / 2 ** 32
  return Math.max(asked, Math.floor(full * (0.5 + fraction / 2)))
}

/** FNV-1a of 32 bits (Fowler, Noll, Vo) over UTF-16 units, then the finaliser of MurmurHash3 (A. Appleby) to mix the high bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

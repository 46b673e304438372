import type { Item } from '@linkflow/kernel'

/**
 * What a node that reaches outside is about to do, recorded before it does it: a repeat after a crash sends the same under
 * the same key.
 */
export interface Intent {
  /** Parameters per input item, expressions resolved. */
  requests: Record<string, unknown>[]
  items: Item[]
  credentials?: Record<string, string>
  idempotencyKey: string
}

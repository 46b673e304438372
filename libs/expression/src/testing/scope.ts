import type { Item, Json, JsonObject } from '@linkflow/kernel'
import { createScopeRandom } from '../random.js'
import type { Scope } from '../scope.js'

/** A scope for the specs of this library. */
export function scopeOf(json: JsonObject = {}, more: Partial<Scope> = {}): Scope {
  const item: Item = { json }
  return {
    item,
    index: 0,
    input: [item],
    execution: { id: 'execution-1', mode: 'manual' },
    workflow: { id: 'workflow-1', name: 'Orders' },
    nowMs: Date.UTC(2024, 1, 29, 12, 30, 15, 250),
    timeZone: 'Europe/Berlin',
    random: createScopeRandom('spec'),
    ...more,
  }
}

export const people: Json = [
  { name: 'Ada', age: 36, tags: ['math', 'code'], team: 'red' },
  { name: 'Bob', age: 19, tags: [], team: 'blue' },
  { name: 'Cyd', age: 52, tags: ['code'], team: 'red' },
]

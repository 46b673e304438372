import type { Json } from '@linkflow/kernel'

type Value = Json | undefined

/** What comes before what when kinds are mixed; what is absent comes last. */
const RANKS = ['number', 'string', 'boolean', 'object', 'absent'] as const

/**
 * A total order of values: numbers by size, texts by code unit (the same on every machine), false before true, then
 * arrays and objects as they came, and what is absent or null last.
 *
 * @returns below 0 when `left` comes first, 0 when neither does
 */
export function compareValues(left: Value, right: Value): number {
  const ranks = RANKS.indexOf(kindOf(left)) - RANKS.indexOf(kindOf(right))
  if (ranks !== 0) return ranks
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  return typeof left === 'boolean' ? Number(left) - Number(right) : 0
}

function kindOf(value: Value): (typeof RANKS)[number] {
  if (value === undefined || value === null) return 'absent'
  const type = typeof value
  return type === 'number' || type === 'string' || type === 'boolean' ? type : 'object'
}

/** Whether a value counts as absent. */
export const isAbsent = (value: Value): value is undefined | null => value === undefined || value === null

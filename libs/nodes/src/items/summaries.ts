import type { Json } from '@linkflow/kernel'
import { NodeError } from '../node-error.js'
import { canonical } from './canonical.js'
import { compareValues } from './order.js'

export const operations = [
  'count',
  'count-unique',
  'sum',
  'average',
  'min',
  'max',
  'first',
  'last',
  'join',
  'list',
] as const
export type Operation = (typeof operations)[number]

/** What a summary is asked: `field` is for failures, `separator` for `join`. */
export interface Question {
  operation: Operation
  field: string
  separator: string
}

/**
 * Summarizes the values that are there.
 *
 * @returns null for an average, least, greatest, first or last value of nothing
 * @throws NodeError `node/not-a-number` for a sum or an average of something else
 */
export function summarize(values: readonly Json[], { operation, field, separator }: Question): Json {
  switch (operation) {
    case 'count':
      return values.length
    case 'count-unique':
      return new Set(values.map(canonical)).size
    case 'sum':
      return sum(values, field)
    case 'average':
      return values.length === 0 ? null : sum(values, field) / values.length
    case 'min':
      return extreme(values, -1)
    case 'max':
      return extreme(values, 1)
    case 'first':
      return values[0] ?? null
    case 'last':
      return values.at(-1) ?? null
    case 'join':
      return values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(separator)
    case 'list':
      return [...values]
  }
}

function sum(values: readonly Json[], field: string): number {
  let total = 0
  for (const value of values) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || Number.isNaN(number))
      throw new NodeError('node/not-a-number', `${field} has ${JSON.stringify(value)}, which is not a number.`, {
        details: { path: field },
      })
    total += number
  }
  return total
}

function extreme(values: readonly Json[], sign: 1 | -1): Json {
  const [first, ...rest] = values
  if (first === undefined) return null
  return rest.reduce((best, value) => (sign * compareValues(value, best) > 0 ? value : best), first)
}

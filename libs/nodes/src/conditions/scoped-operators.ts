import { evaluate } from '@linkflow/expression'
import type { Scope } from '@linkflow/expression'
import type { Json } from '@linkflow/kernel'
import { NodeError } from '../node-error.js'

type Value = Json | undefined
type ScopedOperator = (left: Value, right: Value, scope: Scope) => boolean

/** The operators that the expression library decides: regular expressions in linear time, dates in the scope's zone. */
export const scopedOperators = {
  matches: (left, right, scope) =>
    (typeof left === 'string' || typeof left === 'number') &&
    (evaluateOn({ text: String(left) }, `{{ $json.text.search(/${patternOf(right)}/) >= 0 }}`, scope) as boolean),
  before: (left, right, scope) => compareDates(left, right, scope, (by) => by < 0),
  after: (left, right, scope) => compareDates(left, right, scope, (by) => by > 0),
} as const satisfies Record<string, ScopedOperator>

function compareDates(left: Value, right: Value, scope: Scope, test: (by: number) => boolean): boolean {
  if (left === undefined || left === null || right === undefined || right === null) return false
  const by = evaluateOn({ left, right }, '{{ $timestamp($json.left) - $timestamp($json.right) }}', scope)
  return test(by as number)
}

function evaluateOn(json: Record<string, Json>, template: string, scope: Scope): Value {
  return evaluate(template, { ...scope, item: { json } })
}

/**
 * The pattern as it may stand between slashes. Data decides it, so it must not be able to end the literal: the
 * language itself promises that of `source` (ECMA-262, EscapeRegExpPattern). The RegExp never runs.
 */
function patternOf(pattern: Value): string {
  if (typeof pattern !== 'string') throw new NodeError('node/invalid-pattern', 'A regular expression must be a text.')
  try {
    return new RegExp(pattern).source
  } catch (cause) {
    const details = { pattern: pattern.slice(0, 200) }
    throw new NodeError('node/invalid-pattern', 'The regular expression cannot be read.', { details, cause })
  }
}

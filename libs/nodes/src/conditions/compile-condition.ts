import { ExpressionUndefined, compileTemplate } from '@linkflow/expression'
import type { Scope } from '@linkflow/expression'
import { NodeError, nodeErrorOf } from '../node-error.js'
import { compileValue } from '../parameters.js'
import type { Comparison, Condition } from './condition-schema.js'
import { plainOperators } from './operators.js'
import { scopedOperators } from './scoped-operators.js'

/** Asks something of the item of a scope. */
export type Test = (scope: Scope) => boolean

/**
 * Compiles a condition.
 *
 * @param pointer JSON pointer of the object that holds it, for failures
 * @throws NodeError; so does the test
 */
export function compileCondition({ condition, conditions, combine }: Condition, pointer: string): Test {
  if (condition !== undefined) return compileExpression(condition, `${pointer}/condition`)
  const tests = (conditions ?? []).map((each, index) => compileComparison(each, `${pointer}/conditions/${index}`))
  const [only] = tests
  if (only && tests.length === 1) return only
  return combine === 'or' ? (scope) => tests.some((test) => test(scope)) : (scope) => tests.every((test) => test(scope))
}

function compileExpression(condition: string | boolean, pointer: string): Test {
  const resolve = compileValue(condition, pointer)
  // `{{ a }} > {{ b }}` is text, and text is always true: surely not what was meant.
  if (typeof condition === 'string' && compileTemplate(condition).kind !== 'single')
    throw new NodeError('node/invalid-parameter', 'The condition must be one expression: {{ a > b }}.', {
      details: { errors: [{ pointer, message: 'must be one expression' }] },
    })
  return (scope) => {
    const value = resolve(scope)
    return value === 'false' ? false : Boolean(value)
  }
}

function compileComparison({ left, operator, right }: Comparison, pointer: string): Test {
  const resolveLeft = compileValue(left, `${pointer}/left`)
  const resolveRight = compileValue(right ?? null, `${pointer}/right`)
  const compare =
    operator in plainOperators
      ? plainOperators[operator as keyof typeof plainOperators]
      : scopedOperators[operator as keyof typeof scopedOperators]
  const test: Test = (scope) => {
    try {
      return compare(resolveLeft(scope), resolveRight(scope), scope)
    } catch (error) {
      throw nodeErrorOf(error, pointer)
    }
  }
  if (operator !== 'exists' && operator !== 'not-exists') return test
  return (scope) => {
    try {
      return test(scope)
    } catch (error) {
      // A path that breaks off on the way is exactly what these two ask about.
      if (error instanceof NodeError && error.failure.code === ExpressionUndefined.code)
        return operator === 'not-exists'
      throw error
    }
  }
}

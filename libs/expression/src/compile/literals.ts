import type {
  ArrayExpression,
  Literal,
  ObjectExpression,
  ParenthesizedExpression,
  Property,
  TemplateLiteral,
} from 'acorn'
import { elements } from '../native.js'
import { ExpressionNotAllowed, ExpressionType } from '../problems.js'
import type { Evaluate } from '../runtime.js'
import { concatenate, toText } from '../values/convert.js'
import { copyMembers } from '../values/copy.js'
import { isForbiddenKey, setMember } from '../values/keys.js'
import { toKey } from '../values/members.js'
import { isPlainObject } from '../values/kind.js'
import { RegexValue } from '../values/regex-value.js'
import type { Compiler } from './compiler.js'

export function literal(c: Compiler, node: Literal): Evaluate {
  if (node.bigint !== undefined && node.bigint !== null)
    return c.refuse(node, ExpressionNotAllowed, 'A big integer is not allowed.')
  const value = node.regex ? regex(c, node, node.regex) : node.value
  return (rt) => {
    rt.step()
    return value
  }
}

function regex(c: Compiler, node: Literal, { pattern, flags }: { pattern: string; flags: string }): RegexValue {
  try {
    return RegexValue.compile(pattern, flags)
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    return c.refuse(node, ExpressionNotAllowed, `The regular expression is not supported. ${why}`)
  }
}

export function parenthesized(c: Compiler, node: ParenthesizedExpression): Evaluate {
  return c.compile(node.expression)
}

export function templateLiteral(c: Compiler, node: TemplateLiteral): Evaluate {
  const texts = node.quasis.map((quasi) => quasi.value.cooked ?? '')
  const values = node.expressions.map((expression) => c.compile(expression))
  return (rt, frame) => {
    rt.step()
    let result = texts[0] ?? ''
    for (let i = 0; i < values.length; i++) {
      const value = values[i]?.(rt, frame)
      rt.at = node.start
      result = concatenate(rt, concatenate(rt, result, toText(rt, value)), texts[i + 1] ?? '')
    }
    return result
  }
}

type Fill<T> = (...args: [...Parameters<Evaluate>, target: T]) => void

export function arrayExpression(c: Compiler, node: ArrayExpression): Evaluate {
  const fills = node.elements.map((element): Fill<unknown[]> => {
    if (element === null) return (_rt, _frame, target) => void target.push(undefined)
    if (element.type === 'SpreadElement') {
      const spread = c.compile(element.argument)
      return (rt, frame, target) => {
        const value = spread(rt, frame)
        rt.at = element.start
        for (const each of elements(rt, value)) target.push(each)
      }
    }
    const value = c.compile(element)
    return (rt, frame, target) => void target.push(value(rt, frame))
  })
  return (rt, frame) => {
    rt.step()
    rt.allocateArray(fills.length)
    const result: unknown[] = []
    for (const fill of fills) fill(rt, frame, result)
    return result
  }
}

export function objectExpression(c: Compiler, node: ObjectExpression): Evaluate {
  const fills = node.properties.map((property): Fill<Record<string, unknown>> => {
    if (property.type === 'Property') return member(c, property)
    const spread = c.compile(property.argument)
    return (rt, frame, target) => {
      const value = spread(rt, frame)
      rt.at = property.start
      if (value === null || value === undefined) return
      if (!isPlainObject(value)) rt.fail(ExpressionType, 'Only an object can be spread into an object.')
      copyMembers(rt, target, value)
    }
  })
  return (rt, frame) => {
    rt.step()
    rt.allocate(56)
    const result: Record<string, unknown> = {}
    for (const fill of fills) fill(rt, frame, result)
    return result
  }
}

function member(c: Compiler, property: Property): Fill<Record<string, unknown>> {
  if (property.kind !== 'init' || property.method)
    c.refuse(property, ExpressionNotAllowed, 'A method or accessor is not allowed.')
  const value = c.compile(property.value)
  if (property.computed) {
    const key = c.compile(property.key)
    return (rt, frame, target) => {
      const name = key(rt, frame)
      rt.at = property.start
      setMember(rt, target, toKey(rt, name), value(rt, frame))
    }
  }
  const key = staticKey(property.key)
  if (key === undefined || isForbiddenKey(key))
    return c.refuse(property.key, ExpressionNotAllowed, `The name ${key} is not allowed.`)
  return (rt, frame, target) => {
    const result = value(rt, frame)
    rt.at = property.start
    setMember(rt, target, key, result)
  }
}

/** The name that a property says without computing it. */
export function staticKey(key: Property['key']): string | undefined {
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')
    ? String(key.value)
    : undefined
}

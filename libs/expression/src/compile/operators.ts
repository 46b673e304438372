import type { BinaryExpression, ConditionalExpression, LogicalExpression, UnaryExpression } from 'acorn'
import { ExpressionNotAllowed } from '../problems.js'
import type { Evaluate, Runtime } from '../runtime.js'
import { add, compare, looseEquals, strictEquals, toNumber } from '../values/convert.js'
import { kindOf } from '../values/kind.js'
import type { Compiler } from './compiler.js'
import { isKnown } from './identifiers.js'

type Operator<A extends unknown[]> = (rt: Runtime, ...operands: A) => unknown

const numeric =
  (calculate: (a: number, b: number) => number): Operator<[unknown, unknown]> =>
  (rt, a, b) =>
    calculate(toNumber(rt, a), toNumber(rt, b))

const binary: Record<string, Operator<[unknown, unknown]>> = {
  '+': add,
  '-': numeric((a, b) => a - b),
  '*': numeric((a, b) => a * b),
  '/': numeric((a, b) => a / b),
  '%': numeric((a, b) => a % b),
  '**': numeric((a, b) => a ** b),
  '&': numeric((a, b) => a & b),
  '|': numeric((a, b) => a | b),
  '^': numeric((a, b) => a ^ b),
  '<<': numeric((a, b) => a << b),
  '>>': numeric((a, b) => a >> b),
  '>>>': numeric((a, b) => a >>> b),
  '===': strictEquals,
  '!==': (rt, a, b) => !strictEquals(rt, a, b),
  '==': looseEquals,
  '!=': (rt, a, b) => !looseEquals(rt, a, b),
  '<': (rt, a, b) => compare(rt, a, b, '<'),
  '>': (rt, a, b) => compare(rt, a, b, '>'),
  '<=': (rt, a, b) => compare(rt, a, b, '<='),
  '>=': (rt, a, b) => compare(rt, a, b, '>='),
}

const unary: Record<string, Operator<[unknown]>> = {
  '!': (_rt, value) => !value,
  '-': (rt, value) => -toNumber(rt, value),
  '+': toNumber,
  '~': (rt, value) => ~toNumber(rt, value),
  typeof: (_rt, value) => typeName(value),
}

function typeName(value: unknown): string {
  const kind = kindOf(value)
  return ['undefined', 'boolean', 'number', 'string', 'function'].includes(kind) ? kind : 'object'
}

export function binaryExpression(c: Compiler, node: BinaryExpression): Evaluate {
  const operate = Object.hasOwn(binary, node.operator) ? binary[node.operator] : undefined
  if (!operate) return c.refuse(node, ExpressionNotAllowed, `The operator ${node.operator} is not allowed.`)
  const left = c.compile(node.left, true)
  const right = c.compile(node.right)
  return (rt, frame) => {
    rt.step()
    const a = left(rt, frame)
    const b = right(rt, frame)
    rt.at = node.start
    return operate(rt, a, b)
  }
}

export function unaryExpression(c: Compiler, node: UnaryExpression): Evaluate {
  const operate = Object.hasOwn(unary, node.operator) ? unary[node.operator] : undefined
  if (!operate) return c.refuse(node, ExpressionNotAllowed, `The operator ${node.operator} is not allowed.`)
  const { argument } = node
  // As in JavaScript, typeof is the one way to ask about a name that does not exist.
  if (node.operator === 'typeof' && argument.type === 'Identifier' && !isKnown(c, argument.name))
    return () => 'undefined'
  const operand = c.compile(argument)
  return (rt, frame) => {
    rt.step()
    const value = operand(rt, frame)
    rt.at = node.start
    return operate(rt, value)
  }
}

export function logicalExpression(c: Compiler, node: LogicalExpression): Evaluate {
  const left = c.compile(node.left, true)
  const right = c.compile(node.right)
  const { operator } = node
  return (rt, frame) => {
    rt.step()
    const value = left(rt, frame)
    const decided =
      operator === '&&' ? !value : operator === '||' ? Boolean(value) : value !== null && value !== undefined
    return decided ? value : right(rt, frame)
  }
}

export function conditionalExpression(c: Compiler, node: ConditionalExpression): Evaluate {
  return choose(c.compile(node.test), c.compile(node.consequent), c.compile(node.alternate))
}

/** Evaluates one of two. */
export function choose(test: Evaluate, yes: Evaluate, no: Evaluate): Evaluate {
  return (rt, frame) => {
    rt.step()
    return test(rt, frame) ? yes(rt, frame) : no(rt, frame)
  }
}

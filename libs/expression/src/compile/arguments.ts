import type { CallExpression, NewExpression, Node } from 'acorn'
import { functions } from '../functions/functions.js'
import { elements } from '../native.js'
import type { Functions } from '../native.js'
import type { Evaluate, Frame, Runtime } from '../runtime.js'
import { Fn } from '../values/fn.js'
import { arrowFunction } from './arrow.js'
import type { Compiler } from './compiler.js'
import { isGlobal } from './identifiers.js'
import { memberKey, namespaceOf } from './members.js'

export interface Arguments {
  evaluate(rt: Runtime, frame: Frame): unknown[]
  /** Positions that hold a function: the call must take one there. */
  functionsAt: number[]
}

export function compileArguments(c: Compiler, node: CallExpression | NewExpression): Arguments {
  const functionsAt: number[] = []
  const spreads: boolean[] = []
  const values = node.arguments.map((argument, index): Evaluate => {
    spreads.push(argument.type === 'SpreadElement')
    if (argument.type === 'SpreadElement') return c.compile(argument.argument)
    const fn = functionArgument(c, argument)
    if (!fn) return c.compile(argument)
    functionsAt.push(index)
    return fn
  })
  if (!spreads.includes(true)) return { functionsAt, evaluate: (rt, frame) => values.map((value) => value(rt, frame)) }
  const evaluate = (rt: Runtime, frame: Frame) => {
    const result: unknown[] = []
    values.forEach((value, i) => {
      if (spreads[i]) for (const each of elements(rt, value(rt, frame))) result.push(each)
      else result.push(value(rt, frame))
    })
    return result
  }
  // A spread moves what follows it, so a function after one has no known position: it is refused by its index.
  return { functionsAt: functionsAt.map((at) => (spreads.slice(0, at).includes(true) ? -1 : at)), evaluate }
}

/** An arrow function, or the name of a function: only an argument may be one. */
function functionArgument(c: Compiler, node: Node): Evaluate | undefined {
  if (node.type === 'ArrowFunctionExpression') return arrowFunction(c, node as Parameters<typeof arrowFunction>[1])
  const named = namedFunction(c, node)
  if (!named) return undefined
  const fn = new Fn(named)
  return () => fn
}

function namedFunction(c: Compiler, node: Node) {
  const { type } = node
  if (type === 'Identifier') {
    const { name } = node as Node & { name: string }
    if (!isGlobal(c, name)) return undefined
    // `$now` and its like are values before they are functions.
    return isValueName(name) ? undefined : lookUp(functions, name)
  }
  if (type !== 'MemberExpression') return undefined
  const member = node as Parameters<typeof memberKey>[0]
  const namespace = namespaceOf(c, member.object)
  const key = memberKey(member)
  return namespace && key !== undefined ? lookUp(namespace.functions, key) : undefined
}

const isValueName = (name: string): boolean => name === '$now' || name === '$today'

const lookUp = (table: Functions, name: string) => table.get(name)?.run

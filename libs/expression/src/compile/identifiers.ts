import type { Identifier } from 'acorn'
import { functions } from '../functions/functions.js'
import { namespaces } from '../globals/namespaces.js'
import { ExpressionNotAllowed, ExpressionUndefined } from '../problems.js'
import type { Evaluate } from '../runtime.js'
import { scopeNames } from '../views/scope-names.js'
import type { Compiler } from './compiler.js'

const constants = new Map<string, unknown>([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
])

export function isKnown(c: Compiler, name: string): boolean {
  return (
    c.locals?.find(name) !== undefined ||
    constants.has(name) ||
    scopeNames.has(name) ||
    functions.has(name) ||
    namespaces.has(name)
  )
}

/** True when the name means the scope's or the language's, not a parameter. */
export function isGlobal(c: Compiler, name: string): boolean {
  return c.locals?.find(name) === undefined
}

export function identifier(c: Compiler, node: Identifier): Evaluate {
  const { name } = node
  const local = c.locals?.find(name)
  if (local) return local
  if (constants.has(name)) {
    const value = constants.get(name)
    return () => value
  }
  const read = scopeNames.get(name)
  if (read) {
    c.found.roots.add(name)
    if (name === '$node') c.found.dynamicNodes = true
    return (rt) => {
      rt.step()
      rt.at = node.start
      return read(rt)
    }
  }
  if (functions.has(name) || name === '$')
    return c.refuse(node, ExpressionNotAllowed, `The function ${name} can be called or be an argument, nothing else.`)
  if (namespaces.has(name))
    return c.refuse(node, ExpressionNotAllowed, `${name} is not a value: use one of its members.`)
  return c.refuse(node, ExpressionUndefined, `There is nothing named ${name}.`)
}

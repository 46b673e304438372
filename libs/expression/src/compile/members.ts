import type { ChainExpression, MemberExpression, Node } from 'acorn'
import { namespaces } from '../globals/namespaces.js'
import { ExpressionNotAllowed, ExpressionUndefined } from '../problems.js'
import type { Evaluate } from '../runtime.js'
import { isForbiddenKey } from '../values/keys.js'
import { readMember, toKey } from '../values/members.js'
import { scopeNames } from '../views/scope-names.js'
import type { Compiler } from './compiler.js'
import { isGlobal } from './identifiers.js'

/** What the rest of an optional chain passes on once a link was null or undefined. Never leaves the chain. */
export const skipped = Symbol('skipped')

export function chainExpression(c: Compiler, node: ChainExpression): Evaluate {
  const chain = c.compile(node.expression, true)
  return (rt, frame) => {
    const value = chain(rt, frame)
    return value === skipped ? undefined : value
  }
}

export function memberExpression(c: Compiler, node: MemberExpression): Evaluate {
  const constant = namespaceConstant(c, node)
  if (constant) return constant
  const object = compileObject(c, node)
  const key = compileKey(c, node)
  const subject = () => c.sourceOf(node.object)
  return (rt, frame) => {
    rt.step()
    const target = object(rt, frame)
    if (target === skipped) return skipped
    if (node.optional && (target === null || target === undefined)) return skipped
    const name = typeof key === 'string' ? key : key(rt, frame)
    rt.at = node.start
    return readMember(rt, target, typeof name === 'string' && name === key ? name : toKey(rt, name), subject)
  }
}

/** The target of a member; notes which nodes are read through `$node`. */
export function compileObject(c: Compiler, node: MemberExpression): Evaluate {
  const { object } = node
  const key = memberKey(node)
  if (object.type === 'Identifier' && object.name === '$node' && isGlobal(c, '$node') && key !== undefined) {
    c.found.roots.add('$node')
    c.found.nodes.add(key)
    const read = scopeNames.get('$node')
    return (rt) => read?.(rt)
  }
  return c.compile(object, true)
}

/** A name that is known now, or the closure that computes it. */
export function compileKey(c: Compiler, node: MemberExpression): string | Evaluate {
  const { property } = node
  if (property.type === 'PrivateIdentifier')
    return c.refuse(property, ExpressionNotAllowed, 'A private name is not allowed.')
  const key = memberKey(node)
  if (key === undefined) return c.compile(property)
  if (isForbiddenKey(key)) c.refuse(property, ExpressionNotAllowed, `The name ${key} is not allowed.`, key)
  return key
}

export function memberKey({ computed, property }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && (typeof property.value === 'string' || typeof property.value === 'number')
    ? String(property.value)
    : undefined
}

/** `Math` of `Math.PI`, when it is not a parameter. */
export function namespaceOf(c: Compiler, object: Node & { name?: string }) {
  if (object.type !== 'Identifier' || object.name === undefined || !isGlobal(c, object.name)) return undefined
  return namespaces.get(object.name)
}

function namespaceConstant(c: Compiler, node: MemberExpression): Evaluate | undefined {
  const namespace = namespaceOf(c, node.object)
  if (!namespace) return undefined
  const key = compileKey(c, node)
  if (typeof key !== 'string') return c.refuse(node, ExpressionNotAllowed, 'A computed name is not allowed here.')
  if (Object.hasOwn(namespace.constants, key)) {
    const value = namespace.constants[key]
    return () => value
  }
  if (namespace.functions.has(key))
    c.refuse(node, ExpressionNotAllowed, 'A function can be called or be an argument, nothing else.')
  return c.refuse(node, ExpressionUndefined, `${c.sourceOf(node)} is undefined.`)
}

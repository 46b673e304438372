import type { CallExpression, MemberExpression, NewExpression, Node } from 'acorn'
import { functions, scopeFunctions } from '../functions/functions.js'
import { newDate } from '../globals/date.js'
import { methodsOf } from '../methods/methods.js'
import { article } from '../native.js'
import type { Native } from '../native.js'
import { ExpressionNotAllowed, ExpressionType, ExpressionUndefined } from '../problems.js'
import type { Evaluate, Runtime } from '../runtime.js'
import { kindOf } from '../values/kind.js'
import { toKey } from '../values/members.js'
import { View } from '../values/view.js'
import { openNode } from '../views/node-view.js'
import { compileArguments } from './arguments.js'
import type { Arguments } from './arguments.js'
import type { Compiler } from './compiler.js'
import { isGlobal } from './identifiers.js'
import { compileKey, compileObject, namespaceOf, skipped } from './members.js'
import { choose } from './operators.js'

export function callExpression(c: Compiler, node: CallExpression): Evaluate {
  let callee: Node = node.callee
  while (callee.type === 'ParenthesizedExpression') callee = (callee as Node & { expression: Node }).expression
  if (callee.type === 'Identifier') return namedCall(c, node, (callee as Node & { name: string }).name)
  if (callee.type !== 'MemberExpression')
    return c.refuse(node, ExpressionNotAllowed, 'Only named functions and methods can be called.')
  return memberCall(c, node, callee as MemberExpression)
}

function namedCall(c: Compiler, node: CallExpression, name: string): Evaluate {
  if (!isGlobal(c, name)) return c.refuse(node, ExpressionNotAllowed, `The parameter ${name} cannot be called.`)
  if (name === '$') return nodeCall(c, node)
  if (name === '$if') return lazyIf(c, node)
  const native = functions.get(name)
  if (!native) return c.refuse(node.callee, ExpressionUndefined, `${name} is not a function.`)
  if (scopeFunctions.has(name)) c.found.roots.add(name)
  return nativeCall(c, node, native)
}

/** `$if` evaluates only the branch it takes, so that the other may be undefined. */
function lazyIf(c: Compiler, node: CallExpression): Evaluate {
  const [test, yes, no] = node.arguments
  if (!test || !yes || node.arguments.length > 3 || node.arguments.some((a) => a.type === 'SpreadElement'))
    return c.refuse(node, ExpressionNotAllowed, '$if takes a condition and one or two values.')
  return choose(c.compile(test), c.compile(yes), no ? c.compile(no) : () => undefined)
}

function nodeCall(c: Compiler, node: CallExpression): Evaluate {
  const args = compileArguments(c, node)
  const first = node.arguments[0]
  c.found.roots.add('$')
  if (first?.type === 'Literal' && typeof first.value === 'string') c.found.nodes.add(first.value)
  else c.found.dynamicNodes = true
  return (rt, frame) => {
    rt.step()
    const [name] = args.evaluate(rt, frame)
    rt.at = node.start
    return typeof name === 'string' ? openNode(rt, name) : rt.fail(ExpressionType, 'A node is found by its name.', '$')
  }
}

function nativeCall(
  c: Compiler,
  node: CallExpression | NewExpression,
  native: Native<(rt: Runtime, args: unknown[]) => unknown>,
): Evaluate {
  const args = compileArguments(c, node)
  const misplaced = args.functionsAt.find((index) => index !== native.functionAt)
  const argument = misplaced === undefined ? undefined : node.arguments[misplaced]
  if (argument) c.refuse(argument, ExpressionType, 'A function is not taken here.')
  return (rt, frame) => {
    rt.step()
    const values = args.evaluate(rt, frame)
    rt.at = node.start
    return native.run(rt, values)
  }
}

function memberCall(c: Compiler, node: CallExpression, callee: MemberExpression): Evaluate {
  const namespace = namespaceOf(c, callee.object)
  const key = compileKey(c, callee)
  if (namespace) {
    const native = typeof key === 'string' ? namespace.functions.get(key) : undefined
    if (native) return nativeCall(c, node, native)
    return c.refuse(callee, ExpressionUndefined, `${c.sourceOf(callee)} is not a function.`)
  }
  const object = compileObject(c, callee)
  const args = compileArguments(c, node)
  return (rt, frame) => {
    rt.step()
    const target = object(rt, frame)
    if (target === skipped) return skipped
    const name = typeof key === 'string' ? key : toKey(rt, key(rt, frame))
    rt.at = node.start
    if (target === null || target === undefined) {
      if (callee.optional) return skipped
      const subject = c.sourceOf(callee.object)
      rt.fail(ExpressionUndefined, `${subject} is ${String(target)}, so ${name} cannot be called on it.`, subject)
    }
    const method = findMethod(rt, target, name, args)
    if (method) {
      const values = args.evaluate(rt, frame)
      rt.at = node.start
      if (typeof target === 'string') rt.characters(target.length)
      return method(rt, target, values)
    }
    if (node.optional) return skipped
    const subject = c.sourceOf(callee)
    return rt.fail(
      ExpressionUndefined,
      `${subject} is not a function: ${article(target)} has none of that name.`,
      subject,
    )
  }
}

function findMethod(rt: Runtime, target: unknown, name: string, args: Arguments) {
  if (target instanceof View) {
    if (args.functionsAt.length) rt.fail(ExpressionType, 'A function is not taken here.')
    const method = Object.hasOwn(target.methods, name) ? target.methods[name] : undefined
    return method && ((rt: Runtime, _self: unknown, values: unknown[]) => method(rt, values))
  }
  const method = methodsOf(kindOf(target))?.get(name)
  if (method && args.functionsAt.some((index) => index !== method.functionAt))
    rt.fail(ExpressionType, 'A function is not taken here.')
  return method?.run
}

export function newExpression(c: Compiler, node: NewExpression): Evaluate {
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date' || !isGlobal(c, 'Date'))
    return c.refuse(node, ExpressionNotAllowed, 'Only dates can be made with new.')
  return nativeCall(c, node, { run: newDate })
}

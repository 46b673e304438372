import type { Expression, MemberExpression } from 'acorn'
import { memberKey } from '../compile/members.js'
import type { Scope } from '../scope.js'

/** The plain walk that most expressions are: `$json.a.b`. */
export interface Path {
  root: (scope: Scope) => unknown
  keys: readonly string[]
}

/** What `walk` gives when the full evaluation has to decide: to fail with a reason, or to read something special. */
export const undecided = Symbol('undecided')

const roots: Record<string, (scope: Scope) => unknown> = {
  $json: (scope) => scope.item?.json,
  $vars: (scope) => scope.vars,
  $env: (scope) => scope.env,
  $execution: (scope) => scope.execution,
  $workflow: (scope) => scope.workflow,
}

/** The path an expression is, if it is one. */
export function pathOf(expression: Expression): Path | undefined {
  const keys: string[] = []
  let node: MemberExpression['object'] = expression
  while (node.type === 'MemberExpression') {
    const key = memberKey(node)
    if (key === undefined) return undefined
    keys.unshift(key)
    node = node.object
  }
  if (node.type !== 'Identifier' || !Object.hasOwn(roots, node.name)) return undefined
  // The other roots alone may be absent, or be host objects that still have to be made JSON.
  if (keys.length === 0 && node.name !== '$json') return undefined
  const root = roots[node.name]
  return root && { root, keys }
}

/** Reads own data along the path. The result is the scope's own JSON, not a copy. */
export function walk({ root, keys }: Path, scope: Scope): unknown {
  let at = root(scope)
  for (let i = 0; i < keys.length; i++) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return undecided
    const found = Object.getOwnPropertyDescriptor(at, keys[i] as string)
    if (found === undefined) at = undefined
    else if ('value' in found) at = found.value
    else return undecided
  }
  return at
}

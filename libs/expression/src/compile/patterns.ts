import type { ArrayPattern, ObjectPattern, Pattern } from 'acorn'
import { elements } from '../native.js'
import { ExpressionNotAllowed, ExpressionUndefined } from '../problems.js'
import type { Frame, Runtime } from '../runtime.js'
import { copyMembers } from '../values/copy.js'
import { isForbiddenKey } from '../values/keys.js'
import { readMember } from '../values/members.js'
import type { Compiler } from './compiler.js'
import { staticKey } from './literals.js'

/** Takes a value apart into the slots of a frame. */
export type Bind = (rt: Runtime, frame: Frame, value: unknown) => void

export function compilePattern(c: Compiler, pattern: Pattern): Bind {
  return c.nest(pattern, 1, () => patternOf(c, pattern))
}

function patternOf(c: Compiler, pattern: Pattern): Bind {
  switch (pattern.type) {
    case 'Identifier': {
      const slot = c.locals?.declare(pattern.name) ?? 0
      return (_rt, frame, value) => void (frame.slots[slot] = value)
    }
    case 'AssignmentPattern': {
      const bind = compilePattern(c, pattern.left)
      const fallback = c.compile(pattern.right)
      return (rt, frame, value) => bind(rt, frame, value === undefined ? fallback(rt, frame) : value)
    }
    case 'ObjectPattern':
      return objectPattern(c, pattern)
    case 'ArrayPattern':
      return arrayPattern(c, pattern)
    default:
      return c.refuse(pattern, ExpressionNotAllowed, 'Such a parameter is not allowed.')
  }
}

function objectPattern(c: Compiler, pattern: ObjectPattern): Bind {
  const taken: string[] = []
  const binds = pattern.properties.map((property): Bind => {
    if (property.type === 'RestElement') return rest(compilePattern(c, property.argument), taken)
    const key = property.computed ? undefined : staticKey(property.key)
    if (key === undefined || isForbiddenKey(key))
      return c.refuse(property.key, ExpressionNotAllowed, 'Such a member is not allowed in a parameter.')
    taken.push(key)
    const bind = compilePattern(c, property.value)
    return (rt, frame, value) =>
      bind(
        rt,
        frame,
        readMember(rt, value, key, () => c.sourceOf(pattern)),
      )
  })
  return (rt, frame, value) => {
    rt.step()
    rt.at = pattern.start
    if (value === null || value === undefined)
      rt.fail(ExpressionUndefined, 'The argument that is taken apart is undefined.', c.sourceOf(pattern))
    for (const bind of binds) bind(rt, frame, value)
  }
}

function rest(bind: Bind, taken: readonly string[]): Bind {
  return (rt, frame, value) => {
    rt.allocate(56)
    const others: Record<string, unknown> = {}
    copyMembers(rt, others, value)
    for (const key of taken) delete others[key]
    bind(rt, frame, others)
  }
}

function arrayPattern(c: Compiler, pattern: ArrayPattern): Bind {
  const binds = pattern.elements.map((element, i): Bind => {
    if (element === null) return () => undefined
    if (element.type === 'RestElement') {
      const bind = compilePattern(c, element.argument)
      return (rt, frame, value) => bind(rt, frame, (value as unknown[]).slice(i))
    }
    const bind = compilePattern(c, element)
    return (rt, frame, value) => bind(rt, frame, (value as unknown[])[i])
  })
  return (rt, frame, value) => {
    rt.step()
    rt.at = pattern.start
    const parts = elements(rt, value)
    for (const bind of binds) bind(rt, frame, parts)
  }
}

import type { Json, JsonObject } from '@linkflow/kernel'
import { defaultLimits, maxValueDepth } from '../limits.js'
import type { Limits } from '../limits.js'
import { ExpressionTooLarge } from '../problems.js'
import type { Scope } from '../scope.js'
import { compileTemplate } from './compile-template.js'
import { Session } from './evaluate.js'
import { isTemplate } from './is-template.js'

type Resolve = (session: Session) => Json | undefined
export type Resolver = (scope: Scope, limits?: Partial<Limits>) => Json

const compiled = new WeakMap<object, Resolver>()

/**
 * Compiles every template of a value, at any depth, for many evaluations; keys are left alone. Compiled once per
 * object, so the value must not change afterwards. In the result a member that is undefined is left out, an element is
 * null, and what has no template is shared with the value. Fuel is per template, memory for the whole value.
 *
 * @throws what `compileTemplate` throws, at once; the resolver throws what `evaluate` throws
 */
export function compileParameters(value: Json): Resolver {
  if (typeof value !== 'object' || value === null) return resolver(value, compileValue(value, 0))
  const known = compiled.get(value)
  if (known) return known
  const fresh = resolver(value, compileValue(value, 0))
  compiled.set(value, fresh)
  return fresh
}

/** Evaluates every template of a value: see `compileParameters`. */
export function resolveValue(value: Json, scope: Scope, limits?: Partial<Limits>): Json {
  return compileParameters(value)(scope, limits)
}

function resolver(value: Json, resolve: Resolve | undefined): Resolver {
  if (!resolve) return () => value
  return (scope, limits) =>
    resolve(new Session(scope, limits ? { ...defaultLimits, ...limits } : defaultLimits)) ?? null
}

/** Undefined when there is nothing to evaluate. */
function compileValue(value: Json, depth: number): Resolve | undefined {
  if (depth > maxValueDepth)
    throw ExpressionTooLarge({
      expression: '',
      position: 0,
      reason: `The value is nested more than ${maxValueDepth} deep.`,
    })
  if (typeof value === 'string') {
    if (!isTemplate(value)) return undefined
    const template = compileTemplate(value)
    return (session) => session.evaluate(template)
  }
  if (typeof value !== 'object' || value === null) return undefined
  return Array.isArray(value) ? compileArray(value, depth) : compileObject(value, depth)
}

function compileArray(value: Json[], depth: number): Resolve | undefined {
  const dynamic = value.flatMap((element, index) => {
    const resolve = compileValue(element, depth + 1)
    return resolve ? [{ index, resolve }] : []
  })
  if (dynamic.length === 0) return undefined
  return (session) => {
    const result = value.slice()
    for (const { index, resolve } of dynamic) result[index] = resolve(session) ?? null
    return result
  }
}

function compileObject(value: JsonObject, depth: number): Resolve | undefined {
  const dynamic = Object.entries(value).flatMap(([key, member]) => {
    const resolve = compileValue(member, depth + 1)
    return resolve ? [{ key, resolve }] : []
  })
  if (dynamic.length === 0) return undefined
  return (session) => {
    // Spreading makes every key an own one, so that assigning even `__proto__` sets a member and no prototype.
    const result = { ...value }
    for (const { key, resolve } of dynamic) {
      const member = resolve(session)
      if (member === undefined) delete result[key]
      else result[key] = member
    }
    return result
  }
}

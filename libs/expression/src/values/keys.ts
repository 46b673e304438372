import type { Runtime } from '../runtime.js'
import { ExpressionNotAllowed } from '../problems.js'

/** True for the names that lead from a value to its prototype: expressions may not say them. */
export function isForbiddenKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}

export function refuseForbiddenKey(rt: Runtime, key: string): void {
  if (isForbiddenKey(key)) rt.fail(ExpressionNotAllowed, `The name ${key} is not allowed.`, key)
}

/** Sets a member of an object the evaluation made. */
export function setMember(rt: Runtime, target: Record<string, unknown>, key: string, value: unknown): void {
  refuseForbiddenKey(rt, key)
  rt.allocate(48)
  target[key] = value
}

/** The value of an own data property; accessors are not run and read as undefined. */
export function ownValue(target: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value
}

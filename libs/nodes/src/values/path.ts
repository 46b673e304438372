import type { Json, JsonObject } from '@linkflow/kernel'
import { NodeError } from '../node-error.js'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])
const INDEX = /^(0|[1-9]\d{0,8})$/

/** What a dotted path may look like, in a JSON Schema: names between dots, none that leads to a prototype. */
export const PATH_PATTERN = /^(?!(?:.*\.)?(?:__proto__|constructor|prototype)(?:\.|$))[^.]+(?:\.[^.]+)*$/s

/**
 * The names of a dotted path.
 *
 * @throws NodeError `node/invalid-path` for an empty name and for names that lead to a prototype
 */
export function parsePath(path: string): string[] {
  const names = path.split('.')
  if (names.some((name) => name === '' || FORBIDDEN.has(name)))
    throw new NodeError('node/invalid-path', `${JSON.stringify(path)} is not a path that may be used.`, {
      details: { path },
    })
  return names
}

/** What stands at a path: own members only, undefined where it ends early. */
export function getPath(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}

/**
 * Sets a member of `target`, an object of the caller's own; undefined removes it. Objects on the way are copied, so
 * that whoever shares them sees nothing.
 *
 * @param path from {@link parsePath}, which refused the names that are dangerous to assign
 * @throws NodeError `node/invalid-path` when something on the way can have no such member
 */
export function setPath(target: JsonObject, path: readonly string[], value: Json | undefined): void {
  let at: JsonObject = target
  for (let i = 0; i < path.length - 1; i++) {
    const name = path[i] as string
    const inner = Object.hasOwn(at, name) ? at[name] : undefined
    if (inner === undefined || inner === null) {
      if (value === undefined) return
      at = at[name] = {}
    } else {
      at = (at[name] = copyOf(inner, path, i)) as JsonObject
    }
    if (Array.isArray(at)) checkIndex(at, path, i + 1)
  }
  const last = path[path.length - 1] as string
  if (value !== undefined) at[last] = value
  else if (Array.isArray(at)) at.splice(Number(last), 1)
  else delete at[last]
}

function copyOf(value: Json, path: readonly string[], at: number): JsonObject | Json[] {
  if (typeof value !== 'object' || value === null) throw blocked(path, at, 'is neither an object nor an array')
  return Array.isArray(value) ? value.slice() : { ...value }
}

function checkIndex(array: readonly Json[], path: readonly string[], at: number): void {
  const name = path[at] as string
  if (!INDEX.test(name) || Number(name) > array.length)
    throw blocked(path, at - 1, `is an array of ${array.length} without a place ${JSON.stringify(name)}`)
}

function blocked(path: readonly string[], at: number, why: string): NodeError {
  const where = path.slice(0, at + 1).join('.')
  return new NodeError('node/invalid-path', `${where} ${why}.`, { details: { path: path.join('.') } })
}

import { compileParameters, isTemplate } from '@linkflow/expression'
import type { Scope } from '@linkflow/expression'
import type { NodeTypeManifest } from '@linkflow/graph'
import type { Item, Json } from '@linkflow/kernel'
import type { z } from 'zod'
import { NodeError, nodeErrorOf } from './node-error.js'

/** A parameter with its templates compiled. Undefined is what an absent member gives. */
export type Resolve = (scope: Scope) => Json | undefined

/**
 * Compiles the templates of one parameter, at any depth.
 *
 * @param pointer JSON pointer of the parameter, for failures
 * @throws NodeError with the expression's code; so does the result
 */
export function compileValue(value: unknown, pointer: string): Resolve {
  return guard(pointer, () => {
    const resolve = resolverOf(value as Json)
    return (scope) => {
      try {
        return resolve(scope)
      } catch (error) {
        throw nodeErrorOf(error, pointer)
      }
    }
  })
}

function resolverOf(value: Json): Resolve {
  if (!mayHaveTemplate(value)) return () => value
  // As a member, so that undefined is told from null.
  const resolve = compileParameters({ value })
  return (scope) => (resolve(scope) as { value?: Json }).value
}

function mayHaveTemplate(value: Json): boolean {
  return typeof value === 'string' ? isTemplate(value) : typeof value === 'object' && value !== null
}

const compiled = new WeakMap<object, [string, Resolve][]>()

/**
 * A node's parameters for one item: templates evaluated, members that are undefined left out.
 *
 * @param parameters compiled once per object
 * @param isFixed tells the members in which `{{` has no meaning
 * @throws NodeError with the expression's code, and the parameter's pointer in its details
 */
export function resolveParameters(
  parameters: Record<string, unknown>,
  scope: Scope,
  isFixed: (name: string) => boolean = () => false,
): Record<string, unknown> {
  let members = compiled.get(parameters)
  if (!members) {
    members = Object.entries(parameters).map(([name, value]) => [
      name,
      isFixed(name) ? () => value as Json : compileValue(value, `/${escapeKey(name)}`),
    ])
    compiled.set(parameters, members)
  }
  const resolved: Record<string, unknown> = {}
  for (const [name, resolve] of members) {
    const value = resolve(scope)
    if (value !== undefined) resolved[name] = value
  }
  return resolved
}

/**
 * The parameters of a node that reaches outside: one object for each item that arrived, or one for all where the node's type
 * says `once`.
 *
 * @throws NodeError like {@link resolveParameters}; its details have the item's `index` too
 */
export function resolveRequests(
  { parameters, manifest }: { parameters: Record<string, unknown>; manifest: NodeTypeManifest },
  items: readonly Item[],
  scope: (index: number) => Scope,
): Record<string, unknown>[] {
  const isFixed = (name: string) => isFixedParameter(manifest, name)
  const asked = manifest.once ? items.slice(0, 1) : items
  return asked.map((_item, index) => atItem(index, () => resolveParameters(parameters, scope(index), isFixed)))
}

function isFixedParameter({ parameters: { properties } }: NodeTypeManifest, name: string): boolean {
  const schema = (properties as Record<string, { 'x-ui'?: { expression?: boolean } }> | undefined)?.[name]
  return schema?.['x-ui']?.expression === false
}

/** Adds the index of the item that was worked on to whatever fails. */
export function atItem<T>(index: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { failure, retryable, retryAfterMs } = nodeErrorOf(error)
    const details = { ...failure.details, index }
    throw new NodeError(failure.code, failure.message, { details, retryable, retryAfterMs, cause: error })
  }
}

/**
 * Parameters as their schema types them, defaults filled in.
 *
 * @throws NodeError `node/invalid-parameter` that names every pointer
 */
export function parseParameters<S extends z.ZodType>(schema: S, parameters: unknown): z.output<S> {
  const result = schema.safeParse(parameters)
  if (result.success) return result.data
  const errors = result.error.issues.map(({ path, message }) => ({
    pointer: path.map((key) => `/${escapeKey(String(key))}`).join(''),
    message,
  }))
  const message = errors.map((error) => `${error.pointer || '/'}: ${error.message}`).join('; ')
  throw new NodeError('node/invalid-parameter', message, { details: { errors } })
}

/** One segment of a JSON pointer (RFC 6901). */
export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

function guard<T>(pointer: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw nodeErrorOf(error, pointer)
  }
}

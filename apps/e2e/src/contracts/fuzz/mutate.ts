import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { wildValue } from './wild-value.js'

const keys = ['extra', '__proto__', 'constructor', 'prototype', 'toString', 'workspaceId', 'id', '', 'a/b~c', '\u0000']

interface Mutation {
  /** Which place of the value, counted round. */
  at: number
  kind: 'replace' | 'remove' | 'add' | 'wrap' | 'unwrap' | 'swap-id'
  key: string
  value: unknown
  id: string
}

/** Values of an arbitrary with one to three things wrong with them, or by chance right. */
export function mutated(valid: Arbitrary<unknown>, ids: readonly string[]): Arbitrary<unknown> {
  const mutation = fc.record<Mutation>({
    at: fc.nat(1000),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap', 'unwrap', 'swap-id'),
    key: fc.constantFrom(...keys),
    value: wildValue,
    id: fc.constantFrom(...ids),
  })
  return fc
    .tuple(valid, fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([value, mutations]) => mutations.reduce(mutate, value))
}

type Container = Record<string, unknown>

function mutate(value: unknown, { at, kind, key, value: other, id }: Mutation): unknown {
  const root: Container = { root: structuredClone(value) }
  const places = placesOf(root)
  const [holder, name] = places[at % places.length]!
  const present = holder[name]
  switch (kind) {
    case 'replace':
      define(holder, name, other)
      break
    case 'remove':
      if (holder !== root) delete holder[name]
      break
    case 'add':
      if (isContainer(present)) define(present, key, other)
      break
    case 'wrap':
      define(holder, name, [present])
      break
    case 'unwrap':
      define(holder, name, isContainer(present) ? Object.values(present)[0] : { value: present })
      break
    case 'swap-id':
      define(holder, name, id)
  }
  return root.root
}

/** Where the value can be changed: every member of every object and list in it. */
function placesOf(container: Container): [holder: Container, name: string][] {
  return Object.keys(container).flatMap((name) => {
    const member = container[name]
    const here: [Container, string][] = [[container, name]]
    return isContainer(member) ? [...here, ...placesOf(member)] : here
  })
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

/** Sets a member as JSON.parse would: `__proto__` too becomes a member like others. */
function define(holder: Container, name: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d+$/.test(name)) return
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}

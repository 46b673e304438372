import type { Item, JsonObject } from '@linkflow/kernel'
import { NodeError } from '../node-error.js'
import { getPath, parsePath } from '../values/path.js'
import { checkSize, combine, passFrom } from './inputs.js'
import type { Clash, MergeInput } from './inputs.js'

export interface ByKey {
  /** Path of the key, or one for each input. */
  key: string | readonly string[]
  join: 'inner' | 'left' | 'outer' | 'anti'
  clash: Clash
}

/** A merged item, and the key by which it looks for partners in the next input. */
interface Row {
  item: Item
  key: string | undefined
}

/** A hash join of the inputs from left to right; the order is that of the first input, then of what others add. */
export function byKey(inputs: readonly MergeInput[], { key, join, clash }: ByKey): Item[] {
  const [first = [], ...rest] = inputs.map((input, index) => rowsOf(input, pathOf(key, index)))
  return rest.reduce((lefts, rights) => joinRows(lefts, rights, join, clash), first).map(({ item }) => item)
}

function joinRows(lefts: readonly Row[], rights: readonly Row[], join: ByKey['join'], clash: Clash): Row[] {
  const partners = new Map<string, Row[]>()
  for (const right of rights) {
    if (right.key === undefined) continue
    const known = partners.get(right.key)
    if (known) known.push(right)
    else partners.set(right.key, [right])
  }
  const matched = new Set<string>()
  const rows: Row[] = []
  for (const left of lefts) {
    const found = left.key === undefined ? undefined : partners.get(left.key)
    if (!found) {
      if (join !== 'inner') rows.push(left)
      continue
    }
    if (join === 'anti') continue
    matched.add(left.key as string)
    checkSize(rows.length + found.length)
    for (const right of found) rows.push({ item: combine(left.item, right.item, clash), key: left.key })
  }
  if (join !== 'outer') return rows
  return [...rows, ...rights.filter((right) => right.key === undefined || !matched.has(right.key))]
}

function rowsOf(input: MergeInput, path: readonly string[]): Row[] {
  return passFrom(input).map((item) => ({ item, key: keyOf(item.json, path) }))
}

/** Undefined for an item without the key, which matches nothing. Numbers and texts that look alike are different keys. */
function keyOf(json: JsonObject, path: readonly string[]): string | undefined {
  const value = getPath(json, path)
  return value === undefined || value === null ? undefined : JSON.stringify(value)
}

function pathOf(key: string | readonly string[], index: number): string[] {
  const path = typeof key === 'string' ? key : key[index]
  if (path === undefined)
    throw new NodeError('node/invalid-parameter', `There is no key for input ${index + 1}.`, {
      details: { errors: [{ pointer: `/key/${index}`, message: 'is required' }] },
    })
  return parsePath(path)
}

import type { Item } from '@linkflow/kernel'
import { NodeError } from '../node-error.js'

/** One input of a merge. */
export interface MergeInput {
  port: string
  items: readonly Item[]
}

/** What stays when merged items have a field in common. */
export type Clash = 'last' | 'first'

const MAX_ITEMS = 100_000

/** The inputs in the order of their numbers: at least `count`, and as many more as items arrived at. */
export function inputPorts(inputs: Record<string, Item[]>, count: number): MergeInput[] {
  const numbers = Object.keys(inputs).map((port) => Number(port.slice('input-'.length)))
  const last = Math.max(count, ...numbers.filter(Number.isInteger))
  return Array.from({ length: last }, (_, index) => {
    const port = `input-${index + 1}`
    return { port, items: inputs[port] ?? [] }
  })
}

/** The items of an input as they leave the node, knowing where they came from. */
export function passFrom({ port, items }: MergeInput): Item[] {
  return items.map(({ json, binary }, index) => {
    const source = [{ index, port }]
    return binary ? { json, binary, source } : { json, source }
  })
}

/** One item with the fields, files and sources of two. */
export function combine(left: Item, right: Item, clash: Clash): Item {
  const [under, over] = clash === 'last' ? [left, right] : [right, left]
  const binary = left.binary || right.binary ? { ...under.binary, ...over.binary } : undefined
  return {
    json: { ...under.json, ...over.json },
    ...(binary ? { binary } : {}),
    source: [...(left.source ?? []), ...(right.source ?? [])],
  }
}

/** Refuses, before it is made, a list that would exhaust memory. */
export function checkSize(count: number): void {
  if (count > MAX_ITEMS)
    throw new NodeError('node/too-many-items', `Merging would make more than ${MAX_ITEMS} items.`, {
      details: { limit: MAX_ITEMS },
    })
}

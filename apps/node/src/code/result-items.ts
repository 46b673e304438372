import type { Item, JsonObject } from '@linkflow/kernel'
import { NodeError } from '@linkflow/nodes'

const MEMBERS = new Set(['json', 'binary', 'source'])

/**
 * Items of what code returned: a list of items or of plain objects, one of either, or nothing. Files can be passed on, not
 * made: only those of the input items are known.
 *
 * @param sourceOf the items that the one at an index was made from
 * @throws NodeError `code/invalid-result`
 */
export function resultItems(result: unknown, input: readonly Item[], sourceOf: (index: number) => number[]): Item[] {
  const list = Array.isArray(result) ? result : result === undefined || result === null ? [] : [result]
  const files = new Set(input.flatMap(({ binary }) => Object.values(binary ?? {}).map((file) => JSON.stringify(file))))
  return list.map((each: unknown, index): Item => {
    if (!isObject(each)) throw invalidResult(`element ${index} is not an object`, index)
    const source = sourceOf(index).map((at) => ({ index: at }))
    if (!isObject(each.json) || !Object.keys(each).every((name) => MEMBERS.has(name))) return { json: each, source }
    const { binary } = each
    if (binary === undefined) return { json: each.json, source }
    if (!isObject(binary) || !Object.values(binary).every((file) => files.has(JSON.stringify(file))))
      throw invalidResult(`element ${index} has a file that no input item has`, index)
    return { json: each.json, binary: binary as unknown as NonNullable<Item['binary']>, source }
  })
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function invalidResult(why: string, index?: number): NodeError {
  return new NodeError('code/invalid-result', `What the code returned cannot be items: ${why}.`, {
    ...(index === undefined ? {} : { details: { index } }),
  })
}

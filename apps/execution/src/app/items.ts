import type { Item, JsonObject } from '@linkflow/kernel'

/** What a person sends as input, as items: an object is one, an array several, anything else the member `value` of one. */
export function itemsOf(input: unknown): Item[] {
  if (input === undefined || input === null) return [{ json: {} }]
  if (Array.isArray(input)) return input.length > 0 ? input.map(itemOf) : [{ json: {} }]
  return [itemOf(input)]
}

function itemOf(value: unknown): Item {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return { json: isObject ? (value as JsonObject) : ({ value } as JsonObject) }
}

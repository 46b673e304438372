import type { Item } from '@linkflow/kernel'

/** The item as it leaves a node that did not change it. */
export function passOn({ json, binary }: Item, index: number): Item {
  const source = [{ index }]
  // Written out, because a spread with one member more is far slower.
  return binary ? { json, binary, source } : { json, source }
}

import type { Item } from '@linkflow/kernel'
import { View } from '../values/view.js'

/** `$item`: the current item. Of its files only what describes them can be read. */
export function itemView(item: Item | undefined, index: number): View {
  return new View(
    '$item',
    (_rt, key) => {
      if (key === 'json') return item?.json
      if (key === 'index') return index
      if (key === 'binary') return item?.binary && describeFiles(item.binary)
      return undefined
    },
    {},
    () => ({ json: item?.json, index }),
  )
}

function describeFiles(files: NonNullable<Item['binary']>): unknown {
  return Object.fromEntries(
    Object.entries(files).map(([name, { mimeType, fileName, size }]) => [name, { mimeType, fileName, size }]),
  )
}

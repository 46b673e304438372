import type { Item } from '@linkflow/kernel'
import { combine, passFrom } from './inputs.js'
import type { Clash, MergeInput } from './inputs.js'

/** Pairs items by their place: as many as the longest input has, or as the shortest when unpaired ones are dropped. */
export function byPosition(
  inputs: readonly MergeInput[],
  { clash, unpaired }: { clash: Clash; unpaired: 'keep' | 'drop' },
): Item[] {
  const lists = inputs.map(passFrom)
  const lengths = lists.map((list) => list.length)
  const count = unpaired === 'keep' ? Math.max(...lengths) : Math.min(...lengths)
  return Array.from({ length: count }, (_, index) =>
    lists.flatMap((list) => list[index] ?? []).reduce((left, right) => combine(left, right, clash)),
  )
}

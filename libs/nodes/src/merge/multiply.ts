import type { Item } from '@linkflow/kernel'
import { checkSize, combine, passFrom } from './inputs.js'
import type { Clash, MergeInput } from './inputs.js'

/** Every combination of one item from each input; the last input varies fastest. */
export function multiply(inputs: readonly MergeInput[], clash: Clash): Item[] {
  checkSize(inputs.reduce((count, { items }) => count * items.length, 1))
  return inputs
    .map(passFrom)
    .reduce((lefts, rights) => lefts.flatMap((left) => rights.map((right) => combine(left, right, clash))))
}

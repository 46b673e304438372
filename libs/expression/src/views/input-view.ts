import type { Item } from '@linkflow/kernel'
import { ExpressionUndefined } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toText } from '../values/convert.js'
import { View } from '../values/view.js'

/** `$input`: the items that arrived. `all`, `first` and `last` take the name of another port. */
export function inputView(): View {
  return new View(
    '$input',
    (rt, key) => {
      if (key === 'items') return rt.scope.input
      if (key === 'item') return rt.scope.item
      if (key === 'length') return rt.scope.input.length
      return undefined
    },
    {
      all: (rt, [port]) => itemsOf(rt, port),
      first: (rt, [port]) => itemsOf(rt, port)[0],
      last: (rt, [port]) => itemsOf(rt, port).at(-1),
    },
    (rt) => rt.scope.input,
  )
}

function itemsOf(rt: Runtime, port: unknown): Item[] {
  if (port === undefined) return rt.scope.input
  const name = toText(rt, port)
  const { inputs } = rt.scope
  return inputs && Object.hasOwn(inputs, name)
    ? (inputs[name] ?? [])
    : rt.fail(ExpressionUndefined, `There is no input port ${name}.`, name)
}

import type { ExecutionState, Plan } from '@linkflow/engine'
import type { Item } from '@linkflow/kernel'

/**
 * The item of node `target` that an item at `node`'s input descends from, by the sources that items carry. Undefined when
 * the trace ends elsewhere: an aggregate has no one ancestor.
 *
 * @param place the input port and the item's position there
 */
export function ancestor(
  plan: Plan,
  state: ExecutionState,
  node: number,
  place: { port: string; index: number },
  target: number,
): Item | undefined {
  // The graph has no cycles, so a trace is at most as long as there are nodes.
  for (let left = plan.nodes.length; left > 0; left--) {
    const from = producer(plan, state, node, place)
    if (!from) return undefined
    if (from.node === target) return from.item
    const origin = plan.nodes[from.node]
    if (!origin) return undefined
    const source = origin.disabled ? { index: from.index, port: origin.firstInput } : from.item.source?.[0]
    if (!source) return undefined
    node = from.node
    place = { port: source.port ?? origin.firstInput ?? 'main', index: source.index }
  }
  return undefined
}

/** Which node made the item at an input, and the item's position at that node's port. */
function producer(plan: Plan, state: ExecutionState, node: number, { port, index }: { port: string; index: number }) {
  let offset = index
  for (const edge of plan.nodes[node]?.incoming ?? []) {
    if (edge.targetPort !== port) continue
    const items = state.nodes[edge.source]?.outputs?.[edge.sourcePort] ?? []
    const item = items[offset]
    if (item) return { node: edge.source, index: offset, item }
    offset -= items.length
  }
  return undefined
}

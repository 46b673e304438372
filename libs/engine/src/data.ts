import { DEFAULT_PORT, ERROR_PORT } from '@linkflow/graph'
import type { Failure, Item, Outputs } from '@linkflow/kernel'
import type { Plan, PlanNode } from './plan.js'
import type { ExecutionState, NodeState } from './state.js'

const NO_ITEMS: Item[] = []

/** What a settled node gave at a port. */
export function itemsAt(node: NodeState | undefined, port: string): Item[] {
  const { outputs } = node ?? {}
  return (outputs && Object.hasOwn(outputs, port) ? outputs[port] : undefined) ?? NO_ITEMS
}

/** The items at each connected input port of a node: those of all its connections, in connection order. */
export function gather(node: PlanNode, nodes: readonly NodeState[]): Outputs {
  const inputs: Outputs = {}
  for (const { source, sourcePort, targetPort } of node.incoming) {
    const items = itemsAt(nodes[source], sourcePort)
    const before = inputs[targetPort]
    inputs[targetPort] = !before || before.length === 0 ? items : items.length === 0 ? before : [...before, ...items]
  }
  return inputs
}

/** The first input at the first output, as if the node were a piece of wire. */
export function passThrough(node: PlanNode, nodes: readonly NodeState[]): Outputs {
  return { [node.firstOutput]: firstInputItems(node, nodes) }
}

/** What stands for the output of a node that failed and may go on: its first input, each item saying what went wrong. */
export function failureOutputs(node: PlanNode, nodes: readonly NodeState[], failure: Failure): Outputs {
  const error = { code: failure.code, message: failure.message }
  const inputs = firstInputItems(node, nodes)
  const port = node.firstInput === DEFAULT_PORT ? {} : { port: node.firstInput }
  const items = inputs.map((item, index): Item => ({
    ...item,
    json: { ...item.json, error },
    source: [{ index, ...port }],
  }))
  if (items.length === 0) items.push({ json: { error } })
  return { [node.onError === 'error-output' ? ERROR_PORT : node.firstOutput]: items }
}

function firstInputItems(node: PlanNode, nodes: readonly NodeState[]): Item[] {
  return (node.firstInput === undefined ? undefined : gather(node, nodes)[node.firstInput]) ?? NO_ITEMS
}

/** What a node ran on, or would run on as things stand; undefined when there is no such node. */
export function inputsOf(plan: Plan, state: ExecutionState, nodeId: string): Outputs | undefined {
  const node = plan.nodes[plan.indexes.get(nodeId) ?? -1]
  return node && gather(node, state.nodes)
}

/** What a node gave; undefined while it has given nothing. */
export function outputsOf(plan: Plan, state: ExecutionState, nodeId: string): Outputs | undefined {
  return state.nodes[plan.indexes.get(nodeId) ?? -1]?.outputs
}

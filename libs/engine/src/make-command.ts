import type { Command } from './command.js'
import { gather, itemsAt } from './data.js'
import type { Plan } from './plan.js'
import type { ExecutionState, FinalStatus, NodeState, Wait } from './state.js'

export function runCommand(plan: Plan, nodes: readonly NodeState[], index: number): Command[] {
  const node = plan.nodes[index]
  const attempt = nodes[index]?.attempt
  if (!node || !attempt) return []
  const { id, timeoutMs } = node
  const inputs = gather(node, nodes)
  return [{ type: 'run-node', nodeId: id, attempt, inputs, ...(timeoutMs === undefined ? {} : { timeoutMs }) }]
}

export function waitCommand({ waitId, kind, nodeId, dueAt }: Wait): Command {
  return {
    type: 'start-wait',
    waitId,
    kind,
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(dueAt === undefined ? {} : { dueAt }),
  }
}

export function finishCommand(plan: Plan, state: ExecutionState & { status: FinalStatus }): Command {
  const { status, failure, nodes, lastNode } = state
  const node = lastNode === undefined ? undefined : nodes[lastNode]
  const port = Object.keys(node?.outputs ?? {}).find((name) => itemsAt(node, name).length > 0)
  const lastNodeId = plan.nodes[lastNode ?? -1]?.id
  return {
    type: 'finish',
    status,
    ...(failure === undefined ? {} : { failure }),
    ...(lastNodeId === undefined ? {} : { lastNodeId }),
    output: port === undefined ? [] : itemsAt(node, port),
  }
}

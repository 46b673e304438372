import { createScopeRandom } from '@linkflow/expression'
import type { NodeView, Scope } from '@linkflow/expression'
import type { ExecutionState, PlanNode } from '@linkflow/engine'
import type { Item, JsonObject, Outputs } from '@linkflow/kernel'
import type { Execution } from '../domain/execution.js'
import type { Runnable } from './definitions.js'
import { ancestor } from './lineage.js'

/** What the expressions of one node run can see. */
export interface ScopeSource {
  execution: Execution
  runnable: Runnable
  state: ExecutionState
  node: PlanNode
  attempt: number
  inputs: Outputs
  /** Unix milliseconds that `$now` stands for. */
  at: number
}

/** Scopes for the items of a node run, by position in its first input port; -1 for no item. Cheap until looked at. */
export function scopes(source: ScopeSource): (index: number) => Scope {
  const { execution, runnable, node, attempt, inputs, at } = source
  const port = node.firstInput ?? 'main'
  const input: Item[] = inputs[port] ?? []
  const about = {
    id: execution.id,
    mode: execution.trigger,
    startedAt: new Date(execution.startedAt ?? at).toISOString(),
  }
  const workflow = { id: runnable.workflowId, name: runnable.name, version: runnable.version }
  return (index) => {
    let random: (() => number) | undefined
    return {
      item: index < 0 ? undefined : input[index],
      index: Math.max(index, 0),
      input,
      inputs,
      node: (name) => viewOf(source, name, { port, index: Math.max(index, 0) }),
      execution: about,
      workflow,
      vars: execution.variables,
      nowMs: at,
      timeZone: runnable.settings.timeZone,
      random: () =>
        (random ??= createScopeRandom(`${execution.seed.toString('hex')}/${node.id}/${attempt}/${index}`))(),
    }
  }
}

/** A node that has run, by its name or id. */
function viewOf(source: ScopeSource, name: string, place: { port: string; index: number }): NodeView | undefined {
  const { plan } = source.runnable
  const found =
    plan.nodes.find(({ definition }) => definition.name === name) ?? plan.nodes[plan.indexes.get(name) ?? -1]
  if (!found) return undefined
  const outputs = source.state.nodes[found.index]?.outputs
  if (!outputs) return undefined
  return {
    items: outputs[found.firstOutput] ?? [],
    outputs,
    itemFor: (index) => ancestor(plan, source.state, source.node.index, { ...place, index }, found.index),
    parameters: found.definition.parameters as JsonObject,
  }
}

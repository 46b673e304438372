import {
  DEFAULT_PORT,
  findCycles,
  firstInput,
  firstOutput,
  type NodeDefinition,
  type NodeTypeCatalog,
  type WorkflowDefinition,
} from '@linkflow/graph'
import type { Edge, Plan, PlanNode } from './plan.js'
import { DefinitionNotRunnable } from './problems.js'

/**
 * Makes a definition ready to run. Linear in its size; meant to be kept per workflow version.
 *
 * @throws DefinitionNotRunnable for what would make the rules meaningless: an unknown type or version, two nodes of one id, a
 * connection to nowhere, a cycle. Everything else is for `validate` of the graph library.
 */
export function compile(definition: WorkflowDefinition, catalog: NodeTypeCatalog): Plan {
  const indexes = new Map<string, number>()
  definition.nodes.forEach(({ id }, index) => {
    if (indexes.has(id)) throw DefinitionNotRunnable({ reason: 'duplicate-node-id', nodeIds: [id] })
    indexes.set(id, index)
  })
  const incoming: Edge[][] = definition.nodes.map(() => [])
  const outgoing: Edge[][] = definition.nodes.map(() => [])
  for (const { source, sourcePort, target, targetPort } of definition.connections) {
    const from = indexes.get(source)
    const to = indexes.get(target)
    if (from === undefined || to === undefined)
      throw DefinitionNotRunnable({ reason: 'dangling-connection', nodeIds: [source, target] })
    if (from === to) throw DefinitionNotRunnable({ reason: 'self-connection', nodeIds: [source] })
    const edge = Object.freeze({
      source: from,
      sourcePort: sourcePort ?? DEFAULT_PORT,
      target: to,
      targetPort: targetPort ?? DEFAULT_PORT,
    })
    outgoing[from]?.push(edge)
    incoming[to]?.push(edge)
  }
  const [cycle] = findCycles(outgoing.map((edges) => edges.map((edge) => edge.target)))
  if (cycle) throw DefinitionNotRunnable({ reason: 'cycle', nodeIds: cycle.map((i) => definition.nodes[i]?.id ?? '') })
  const nodes = definition.nodes.map((node, index) =>
    planNode(node, { catalog, index, incoming: incoming[index] ?? [], outgoing: outgoing[index] ?? [] }),
  )
  return Object.freeze({ nodes: Object.freeze(nodes), indexes, timeoutMs: definition.settings?.timeoutMs })
}

interface Place {
  catalog: NodeTypeCatalog
  index: number
  incoming: Edge[]
  outgoing: Edge[]
}

function planNode(definition: NodeDefinition, { catalog, index, incoming, outgoing }: Place): PlanNode {
  const manifest = catalog.find(definition.type, definition.version)
  if (!manifest) throw DefinitionNotRunnable({ reason: 'unknown-node-type', nodeIds: [definition.id] })
  return Object.freeze({
    index,
    id: definition.id,
    definition,
    manifest,
    effect: manifest.effect,
    disabled: definition.disabled ?? false,
    onError: definition.settings?.onError ?? 'stop',
    retry: definition.settings?.retry,
    timeoutMs: definition.settings?.timeoutMs,
    firstInput: firstInput(manifest),
    firstOutput: firstOutput(manifest),
    incoming: Object.freeze(incoming),
    outgoing: Object.freeze(outgoing),
  })
}

import type { Check } from './finding.js'
import { findCycles } from './find-cycles.js'
import { DEFAULT_PORT, ERROR_PORT } from './ports.js'
import { keysOf, pointerOf, valueAt } from './pointer.js'
import type { NodeTypeManifest } from './manifest.js'

/** The graph as a whole: cycles, what no trigger reaches, triggers that exclude each other, error ports nobody uses. */
export function checkGraph(check: Check): void {
  const successors = successorsOf(check)
  for (const cycle of findCycles(successors)) {
    const nodeIds = cycle.map((index) => check.definition.nodes[index]?.id ?? '')
    check.report({
      code: 'cycle',
      message: `These nodes wait for each other: ${[...nodeIds, nodeIds[0]].join(' -> ')}.`,
      ...(nodeIds[0] === undefined ? {} : { nodeId: nodeIds[0] }),
      pointer: `/nodes/${cycle[0]}`,
      params: { nodeIds },
    })
  }
  checkReachable(check, successors)
  checkConflicts(check)
  checkErrorPorts(check)
}

/** By node index; connections to nowhere and to the node itself are left out: they have findings of their own. */
function successorsOf({ definition, indexes }: Check): number[][] {
  const successors: number[][] = definition.nodes.map(() => [])
  for (const { source, target } of definition.connections) {
    const from = indexes.get(source)
    const to = indexes.get(target)
    if (from !== undefined && to !== undefined && from !== to) successors[from]?.push(to)
  }
  return successors
}

function checkReachable({ definition, manifests, indexes, report }: Check, successors: readonly number[][]): void {
  const triggers = definition.nodes.flatMap((node, i) => (manifests[i]?.trigger && !node.disabled ? [i] : []))
  // Without an enabled trigger nothing is reached; one finding says so.
  if (triggers.length === 0) {
    report({ code: 'no-trigger', message: 'A workflow needs at least one enabled trigger.', pointer: '/nodes' })
    return
  }
  const reached = new Set(triggers)
  for (const index of reached) for (const next of successors[index] ?? []) reached.add(next)
  definition.nodes.forEach((node, index) => {
    if (reached.has(index) || manifests[index]?.trigger || indexes.get(node.id) !== index) return
    report({
      code: 'unreachable-node',
      message: 'No enabled trigger leads to this node: it never runs.',
      nodeId: node.id,
      pointer: `/nodes/${index}`,
      severity: 'warning',
    })
  })
}

function checkConflicts({ definition, manifests, report }: Check): void {
  const seen = new Map<string, string>()
  definition.nodes.forEach((node, index) => {
    const manifest = manifests[index]
    if (!manifest?.conflict || node.disabled) return
    const { code, pointers } = manifest.conflict
    const values = pointers.map((pointer) => valueAt(node.parameters, pointer) ?? defaultAt(manifest, pointer))
    // What is not set is chosen by the system, and chosen differently each time.
    if (values.some((value) => value === undefined || (typeof value === 'object' && value !== null))) return
    const key = JSON.stringify([code, node.type, values])
    const other = seen.get(key)
    if (other === undefined) seen.set(key, node.id)
    else
      report({
        code,
        message: `This ${manifest.name} and the one of the node ${other} exclude each other.`,
        nodeId: node.id,
        pointer: `/nodes/${index}${pointers[0] === undefined ? '' : `/parameters${pointers[0]}`}`,
        params: { otherNodeId: other, pointers },
      })
  })
}

function defaultAt(manifest: NodeTypeManifest, pointer: string): unknown {
  const path = keysOf(pointer).flatMap((key) => ['properties', key])
  return valueAt(manifest.parameters, pointerOf([...path, 'default']))
}

function checkErrorPorts({ definition, manifests, report }: Check): void {
  const used = new Set<string>()
  for (const { source, sourcePort = DEFAULT_PORT } of definition.connections)
    if (sourcePort === ERROR_PORT) used.add(source)
  definition.nodes.forEach((node, index) => {
    if (node.settings?.onError !== 'error-output' || used.has(node.id) || manifests[index]?.trigger) return
    report({
      code: 'on-error-port-unused',
      message: 'Errors go to the output "error", and nothing is connected to it.',
      nodeId: node.id,
      pointer: `/nodes/${index}/settings/onError`,
      severity: 'warning',
    })
  })
}

import type { ConnectionDefinition, DraftDefinition } from './definition.js'
import { segment } from './pointer.js'
import { DEFAULT_PORT } from './ports.js'

/** One difference: no `before` means added, no `after` means removed. */
export interface Change {
  /** JSON pointer into the node or the settings. */
  pointer: string
  before?: unknown
  after?: unknown
}

export interface DefinitionDiff {
  nodes: {
    /** Node ids. */
    added: string[]
    removed: string[]
    changed: { nodeId: string; changes: Change[] }[]
  }
  connections: { added: Required<ConnectionDefinition>[]; removed: Required<ConnectionDefinition>[] }
  settings: Change[]
}

/** Beyond this depth values count as changed unless they are the same object: no stack is used up by what people draw. */
const MAX_DEPTH = 64

/** What was done to `before` to get `after`. Nodes are the same by id, connections by their ends; order does not matter. */
export function diff(before: DraftDefinition, after: DraftDefinition): DefinitionDiff {
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]))
  const newNodes = new Map(after.nodes.map((node) => [node.id, node]))
  const changed = [...newNodes].flatMap(([nodeId, node]) => {
    const old = oldNodes.get(nodeId)
    const changes = old ? changesOf(old, node) : []
    return changes.length > 0 ? [{ nodeId, changes }] : []
  })
  const oldConnections = connectionsOf(before)
  const newConnections = connectionsOf(after)
  return {
    nodes: {
      added: [...newNodes.keys()].filter((id) => !oldNodes.has(id)),
      removed: [...oldNodes.keys()].filter((id) => !newNodes.has(id)),
      changed,
    },
    connections: {
      added: [...newConnections].filter(([key]) => !oldConnections.has(key)).map(([, connection]) => connection),
      removed: [...oldConnections].filter(([key]) => !newConnections.has(key)).map(([, connection]) => connection),
    },
    settings: changesOf(before.settings ?? {}, after.settings ?? {}),
  }
}

function connectionsOf(definition: DraftDefinition): Map<string, Required<ConnectionDefinition>> {
  return new Map(
    definition.connections.map(({ source, sourcePort = DEFAULT_PORT, target, targetPort = DEFAULT_PORT }) => [
      JSON.stringify([source, sourcePort, target, targetPort]),
      { source, sourcePort, target, targetPort },
    ]),
  )
}

function changesOf(before: unknown, after: unknown, pointer = '', depth = 0): Change[] {
  if (Object.is(before, after)) return []
  if (before === undefined) return [{ pointer, after }]
  if (after === undefined) return [{ pointer, before }]
  if (
    !isContainer(before) ||
    !isContainer(after) ||
    Array.isArray(before) !== Array.isArray(after) ||
    depth > MAX_DEPTH
  )
    return [{ pointer, before, after }]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) =>
    changesOf(own(before, key), own(after, key), `${pointer}/${segment(key)}`, depth + 1),
  )
}

function own(container: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(container, key) ? container[key] : undefined
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

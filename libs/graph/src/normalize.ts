import type { NodeTypeCatalog } from './catalog.js'
import type { DraftDefinition, WorkflowDefinition } from './definition.js'
import { DEFAULT_PORT } from './ports.js'

/**
 * Says what a definition leaves unsaid: versions (the newest there is), ports (`main`), names (after the type, numbered from
 * 2 where taken), the long form of `concurrency`. What was said stays; normalising again changes nothing.
 */
export function normalize(definition: WorkflowDefinition, catalog: NodeTypeCatalog): WorkflowDefinition
export function normalize(definition: DraftDefinition, catalog: NodeTypeCatalog): DraftDefinition
export function normalize(definition: DraftDefinition, catalog: NodeTypeCatalog): DraftDefinition {
  const taken = new Set(definition.nodes.map((node) => node.name))
  const nodes = definition.nodes.map((node) => {
    const version = node.version ?? catalog.versions(node.type).at(-1)
    const name = node.name ?? unusedName(catalog.find(node.type, version)?.name ?? node.type, taken)
    taken.add(name)
    return { ...node, ...(version === undefined ? {} : { version }), name }
  })
  const connections = definition.connections.map((connection) => ({
    ...connection,
    sourcePort: connection.sourcePort ?? DEFAULT_PORT,
    targetPort: connection.targetPort ?? DEFAULT_PORT,
  }))
  const limit = definition.settings?.concurrency
  if (typeof limit !== 'number') return { ...definition, nodes, connections }
  return { ...definition, nodes, connections, settings: { ...definition.settings, concurrency: { limit } } }
}

function unusedName(wanted: string, taken: ReadonlySet<string | undefined>): string {
  let name = wanted
  for (let n = 2; taken.has(name); n += 1) name = `${wanted} ${n}`
  return name
}

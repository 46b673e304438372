import { pointerOf } from '@linkflow/graph'
import type { DraftDefinition } from '@linkflow/graph'

/** Members of parameters that name a credential. */
const REFERENCE = /^(credentialId|previousCredentialId)$/

/** The draft with each credential it names replaced by what `map` says, or left out where it says undefined. */
export function mapCredentials(draft: DraftDefinition, map: (id: string) => string | undefined): DraftDefinition {
  const nodes = draft.nodes.map(({ credentials, parameters, ...node }) => {
    const mapped = Object.entries(credentials ?? {}).flatMap(([slot, id]) => {
      const to = map(id)
      return to === undefined ? [] : [[slot, to] as const]
    })
    return {
      ...node,
      parameters: mapParameters(parameters, map),
      ...(mapped.length === 0 ? {} : { credentials: Object.fromEntries(mapped) }),
    }
  })
  return { ...draft, nodes }
}

/** The draft with credentials put into slots of its nodes. */
export function withCredentials(
  draft: DraftDefinition,
  chosen: readonly { nodeId: string; slot: string; credentialId: string }[],
): DraftDefinition {
  const nodes = draft.nodes.map((node) => {
    const own = chosen.filter(({ nodeId }) => nodeId === node.id)
    if (own.length === 0) return node
    const credentials = Object.fromEntries(own.map(({ slot, credentialId }) => [slot, credentialId]))
    return { ...node, credentials: { ...node.credentials, ...credentials } }
  })
  return { ...draft, nodes }
}

/** Where a node names a credential. */
export interface CredentialReference {
  id: string
  nodeId: string
  /** JSON pointer into the draft. */
  pointer: string
}

/** Every place of a draft's enabled nodes that names a credential. */
export function credentialReferences({ nodes }: DraftDefinition): CredentialReference[] {
  return nodes.flatMap(({ id: nodeId, disabled, credentials = {}, parameters }, index) => {
    if (disabled) return []
    const found: CredentialReference[] = []
    const at = (path: readonly string[], id: string) =>
      found.push({ id, nodeId, pointer: pointerOf(['nodes', index, ...path]) })
    for (const [slot, id] of Object.entries(credentials)) at(['credentials', slot], id)
    const walk = (value: unknown, path: readonly string[]): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, member] of Object.entries(value)) {
        if (REFERENCE.test(key) && typeof member === 'string') at([...path, key], member)
        else walk(member, [...path, key])
      }
    }
    walk(parameters, ['parameters'])
    return found
  })
}

/** The credentials a draft names, each once. */
export function credentialsOf(draft: DraftDefinition): string[] {
  const found = new Set<string>()
  mapCredentials(draft, (id) => {
    found.add(id)
    return id
  })
  return [...found]
}

function mapParameters(
  parameters: Record<string, unknown>,
  map: (id: string) => string | undefined,
): Record<string, unknown> {
  return JSON.parse(JSON.stringify(parameters), (key, value: unknown) =>
    REFERENCE.test(key) && typeof value === 'string' ? map(value) : value,
  ) as Record<string, unknown>
}

import { BodyTooLarge, InputInvalid } from '@linkflow/kernel'
import type { DraftDefinition } from '@linkflow/graph'

/** Largest draft, in bytes of its JSON. */
export const MAX_DRAFT_BYTES = 1_048_576

/** A draft as rows: JSON texts, because PostgreSQL's text holds no NUL but JSON escapes it. */
export interface DraftRows {
  nodes: string[]
  connections: string[]
  settings: string | undefined
  /** What lists can be filtered by. */
  uses: { kinds: Use['kind'][]; used: string[] }
}

/** Something a draft has at least once. */
export interface Use {
  kind: 'node-type' | 'credential'
  used: string
}

/**
 * A draft as it is stored.
 *
 * @throws BodyTooLarge
 */
export function toRows(draft: DraftDefinition): DraftRows {
  const rows = {
    nodes: draft.nodes.map((node) => JSON.stringify(node)),
    connections: draft.connections.map((connection) => JSON.stringify(connection)),
    settings: draft.settings && JSON.stringify(draft.settings),
    uses: columnsOf(usesOf(draft)),
  }
  const texts = [...rows.nodes, ...rows.connections, rows.settings ?? '']
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
  if (bytes > MAX_DRAFT_BYTES) throw BodyTooLarge({ limitBytes: MAX_DRAFT_BYTES })
  return rows
}

/** The members of a draft without what travels beside them. */
export function draftOf({ nodes, connections, settings }: DraftDefinition): DraftDefinition {
  return { nodes, connections, ...(settings === undefined ? {} : { settings }) }
}

const UNSPEAKABLE = /[\p{Cc}\p{Surrogate}]/u

/**
 * Refuses a line of text that PostgreSQL cannot hold or nobody can see: control characters, halves of surrogate pairs.
 *
 * @throws InputInvalid
 */
export function assertLine(pointer: string, text: string | undefined): void {
  if (text === undefined || !UNSPEAKABLE.test(text)) return
  throw InputInvalid({
    errors: [{ pointer, code: 'invalid-characters', message: 'It contains control characters or broken Unicode.' }],
  })
}

/** Node types and credentials of a draft, each once; what PostgreSQL's text cannot hold is nothing one can ask for. */
export function usesOf({ nodes }: DraftDefinition): Use[] {
  const types = new Set(nodes.map(({ type }) => type))
  const credentials = new Set(nodes.flatMap(({ credentials }) => Object.values(credentials ?? {})))
  const uses = [
    ...[...types].map((used): Use => ({ kind: 'node-type', used })),
    ...[...credentials].map((used): Use => ({ kind: 'credential', used: used.toLowerCase().slice(0, 128) })),
  ]
  return uses.filter(({ used }) => !UNSPEAKABLE.test(used))
}

function columnsOf(uses: readonly Use[]): DraftRows['uses'] {
  return { kinds: uses.map(({ kind }) => kind), used: uses.map(({ used }) => used) }
}

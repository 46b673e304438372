import type { WorkflowSort } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { Cursor } from '@linkflow/postgres'
import type { Workflow } from './workflow.js'

/** Where a page of workflows ended: the value it is sorted by, and the id. */
export function cursorOf(sort: WorkflowSort, { id, name, createdAt, updatedAt }: Workflow): Cursor {
  const values = { name, created: createdAt.toISOString(), updated: updatedAt.toISOString() }
  return { at: `${sort}:${values[sort]}`, id }
}

/**
 * The position a cursor names, in the list that is sorted so.
 *
 * @throws InputInvalid when it is no cursor of this list
 */
export function positionOf(sort: WorkflowSort, cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = parse(cursor)
  const value = typeof at === 'string' && at.startsWith(`${sort}:`) ? at.slice(sort.length + 1) : undefined
  const fits = value !== undefined && (sort === 'name' ? !value.includes('\u0000') : isInstant(value))
  if (fits && typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return { at: value, id }
  throw InputInvalid({
    errors: [{ pointer: '/cursor', code: 'bad-cursor', message: 'This is not a cursor of this list.' }],
  })
}

/** As we write it: JavaScript reads more as a time than PostgreSQL does. */
function isInstant(text: string): boolean {
  const ms = Date.parse(text)
  return ms >= 0 && new Date(ms).toISOString() === text
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

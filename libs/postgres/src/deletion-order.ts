/** A table's reference to another, or to itself. */
export interface ForeignKey {
  from: string
  to: string
}

/**
 * Tables in an order in which they can be emptied: none before those that refer to it.
 *
 * @throws Error when tables refer to each other in a circle
 */
export function deletionOrder(tables: readonly string[], keys: readonly ForeignKey[]): string[] {
  const left = new Set([...tables].sort())
  const ordered: string[] = []
  while (left.size > 0) {
    const free = [...left].filter(
      (table) => !keys.some(({ from, to }) => to === table && from !== table && left.has(from)),
    )
    if (free.length === 0) throw new Error(`Tables refer to each other in a circle: ${[...left].join(', ')}`)
    for (const table of free) left.delete(table)
    ordered.push(...free)
  }
  return ordered
}

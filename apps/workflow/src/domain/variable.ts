import type { ListVariables, Output, VariableValue, VariableView } from '@linkflow/contracts'

/** A value that expressions read by its name. */
export interface Variable {
  name: string
  value: VariableValue
  updatedAt: Date
}

export function toVariableView({ name, value, updatedAt }: Variable): VariableView {
  return { name, value, updatedAt: updatedAt.toISOString() }
}

/** The name a page ended with. Any text is one: there is nothing to refuse. */
export function nameAfter(cursor: string | undefined): string {
  return Buffer.from(cursor ?? '', 'base64url')
    .toString('utf8')
    .replaceAll('\u0000', '')
}

/** Cuts variables fetched with `limit + 1` to a page. */
export function toVariablePage(variables: readonly Variable[], limit: number): Output<typeof ListVariables> {
  const items = variables.slice(0, limit).map(toVariableView)
  const last = items.at(-1)
  if (variables.length <= limit || !last) return { items }
  return { items, nextCursor: Buffer.from(last.name).toString('base64url') }
}

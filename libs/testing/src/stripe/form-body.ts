export type Form = { [name: string]: string | Form }

/** Reads `items[0][price]=x` as Stripe does: brackets are nesting. */
export function parseForm(text: string): Form {
  const form: Form = {}
  for (const [path, value] of new URLSearchParams(text)) {
    const names = path.split(/[[\]]+/).filter((name) => name !== '')
    const last = names.pop()!
    let place = form
    for (const name of names) place = (place[name] ??= {}) as Form
    place[last] = value
  }
  return form
}

export const textOf = (value: Form[string] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined
export const formOf = (value: Form[string] | undefined): Form => (typeof value === 'object' ? value : {})
export const listOf = (value: Form[string] | undefined): Form[] => Object.values(formOf(value)).map(formOf)

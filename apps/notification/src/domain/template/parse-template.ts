/** A piece of a template. */
export type TemplatePart =
  | { kind: 'literal'; text: string }
  | { kind: 'variable'; name: string; at: number }
  | { kind: 'list'; name: string; at: number; parts: readonly TemplatePart[] }

/** A text that is no template: where it goes wrong and how. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'

  constructor(
    message: string,
    /** Characters before the fault. */
    readonly at: number,
  ) {
    super(message)
  }
}

const TAG = /\{\{\s*([#/]?)\s*([^{}]*?)\s*\}\}/g
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

interface Open {
  name: string
  at: number
  parts: TemplatePart[]
}

/**
 * Reads `{{variable}}` and `{{#list}}…{{/list}}`; a list cannot stand in a list. There is nothing else to say in a
 * template: no expression, no raw output.
 *
 * @throws TemplateError
 */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const root: TemplatePart[] = []
  let open: Open | undefined
  let end = 0
  const add = (part: TemplatePart) => (open?.parts ?? root).push(part)
  for (const match of text.matchAll(TAG)) {
    const [whole, sign = '', name = ''] = match
    const at = match.index
    if (at > end) add({ kind: 'literal', text: text.slice(end, at) })
    end = at + whole.length
    if (!NAME.test(name)) throw new TemplateError(`"${name}" is no name of a variable.`, at)
    if (sign === '') add({ kind: 'variable', name, at })
    else if (sign === '#') {
      if (open) throw new TemplateError(`The list "${name}" stands in the list "${open.name}".`, at)
      open = { name, at, parts: [] }
    } else {
      if (open?.name !== name) throw new TemplateError(`"{{/${name}}}" ends no list.`, at)
      root.push({ kind: 'list', ...open })
      open = undefined
    }
  }
  if (open) throw new TemplateError(`The list "${open.name}" does not end.`, open.at)
  if (end < text.length) root.push({ kind: 'literal', text: text.slice(end) })
  return root
}

import { segment } from './pointer.js'

export const MAX_DEPTH = 32

/** What one walk over a node's parameters learns. */
export interface Scan {
  /** UTF-8 bytes of the JSON, escapes not counted; the walk ends when the budget is used up. */
  bytes: number
  /** JSON pointer of the first value nested too deeply, if any. */
  tooDeep: string | undefined
  /** Texts that contain a template, by JSON pointer into the parameters. */
  templates: { pointer: string; text: string }[]
}

/** True for a value whose real value and type are known only at run time. */
export function isTemplate(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{')
}

/**
 * Measures parameters and collects their templates; parameters in `literal` hold none. Bounded by depth and budget, so that
 * even values that refer to themselves end.
 */
export function scanParameters(
  parameters: Record<string, unknown>,
  literal: ReadonlySet<string>,
  budgetBytes: number,
): Scan {
  const scan: Scan = { bytes: 2, tooDeep: undefined, templates: [] }
  // The path is kept as keys, and made a pointer only for what is found.
  const path: (string | number)[] = []
  const here = () => path.map((key) => `/${segment(key)}`).join('')

  const visit = (value: unknown, isLiteral: boolean): void => {
    if (scan.bytes > budgetBytes) return
    if (typeof value === 'string') {
      scan.bytes += Buffer.byteLength(value) + 2
      if (!isLiteral && isTemplate(value)) scan.templates.push({ pointer: here(), text: value })
    } else if (typeof value !== 'object' || value === null) scan.bytes += 5
    else if (path.length >= MAX_DEPTH) scan.tooDeep ??= here()
    else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) enter(index, value[index], isLiteral)
    } else for (const [key, inner] of Object.entries(value)) enter(key, inner, isLiteral)
  }
  const enter = (key: string | number, value: unknown, isLiteral: boolean): void => {
    scan.bytes += typeof key === 'number' ? 1 : Buffer.byteLength(key) + 4
    path.push(key)
    visit(value, isLiteral)
    path.pop()
  }
  for (const [key, value] of Object.entries(parameters)) enter(key, value, literal.has(key))
  return scan
}

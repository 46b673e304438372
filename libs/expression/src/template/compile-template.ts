import { Compiler } from '../compile/compiler.js'
import type { Found } from '../compile/compiler.js'
import { Lru } from '../lru.js'
import type { Evaluate } from '../runtime.js'
import { pathOf } from './path.js'
import type { Path } from './path.js'
import { parseTemplate } from './parse.js'

/** A template that was read, checked and compiled. Share it freely: it has no state. */
export interface Template {
  readonly source: string
  /** `single` keeps the type of its value; `mixed` is always text; `literal` has no expression. */
  readonly kind: 'literal' | 'single' | 'mixed'
  /** For this library only, as is `found`. */
  readonly parts: readonly (string | CompiledPart)[]
  readonly found: Found
}

export interface CompiledPart {
  /** The source between the braces, for errors. */
  expression: string
  start: number
  evaluate: Evaluate
  path: Path | undefined
}

/** Bounds what the cache holds, in characters of source: a compiled template is some 100 times its source. */
const cache = new Lru<Template>(256 * 1024)

/**
 * Reads, checks and compiles a template, or takes it from the cache.
 *
 * @throws expression/syntax, expression/not-allowed, expression/undefined, expression/type, expression/too-large
 */
export function compileTemplate(source: string): Template {
  const cached = cache.find(source)
  if (cached) return cached.value
  const template = compile(source)
  cache.set(source, template, source.length + 16)
  return template
}

function compile(source: string): Template {
  const found: Found = { nodes: new Set(), roots: new Set(), dynamicNodes: false }
  const pieces = source.includes('{{') ? parseTemplate(source) : [source]
  const parts = pieces.map((part): string | CompiledPart => {
    if (typeof part === 'string') return part
    const expression = source.slice(part.start, part.end).trim()
    const evaluate = new Compiler(source, expression, found).compile(part.node)
    return { expression, start: part.start, evaluate, path: pathOf(part.node) }
  })
  const expressions = parts.filter((part) => typeof part !== 'string')
  if (expressions.length === 0) return { source, kind: 'literal', parts, found }
  const single = expressions.length === 1 && parts.every((part) => typeof part !== 'string' || part.trim() === '')
  return { source, kind: single ? 'single' : 'mixed', parts: single ? expressions : parts, found }
}

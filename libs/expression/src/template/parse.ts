import { parseExpressionAt } from 'acorn'
import type { Expression } from 'acorn'
import { maxExpressionLength, maxExpressions, maxTemplateLength } from '../limits.js'
import { ExpressionSyntax, ExpressionTooLarge } from '../problems.js'

/** A piece of a template: text as it stands, or an expression with the offsets of its source. */
export type Part = string | { node: Expression; start: number; end: number }

/**
 * Splits a template at its `{{ … }}`. The parser finds where an expression ends, so braces and quotes inside it
 * mean nothing to the template.
 *
 * @throws expression/syntax, expression/too-large
 */
export function parseTemplate(source: string): Part[] {
  if (source.length > maxTemplateLength)
    throw ExpressionTooLarge(params(source, 0, `The template has more than ${maxTemplateLength} characters.`))
  const parts: Part[] = []
  let from = 0
  for (;;) {
    const open = source.indexOf('{{', from)
    if (open < 0) break
    if (open > from) parts.push(source.slice(from, open))
    const start = open + 2
    const node = parseExpression(source, start)
    const end = skipSpace(source, node.end)
    if (!source.startsWith('}}', end))
      throw ExpressionSyntax(params(source, end, 'The expression must end with }} here.', start))
    parts.push({ node, start, end })
    if (parts.length > 2 * maxExpressions)
      throw ExpressionTooLarge(
        params(source, start, `The template has more than ${maxExpressions} expressions.`, start),
      )
    from = end + 2
  }
  if (from < source.length) parts.push(source.slice(from))
  return parts
}

/** Parses a window of the template: the parser looks at all it is given, for each expression anew. */
function parseExpression(source: string, start: number): Expression {
  const window = source.slice(start, start + maxExpressionLength)
  try {
    // A module has no HTML-like comments and no sloppy mode; parentheses are kept because they end with the node.
    const node = parseExpressionAt(window, 0, { ecmaVersion: 2023, sourceType: 'module', preserveParens: true })
    shift(node, start)
    return node
  } catch (error) {
    const { message, pos } = error as SyntaxError & { pos?: number }
    // The parser recurses once for each level of nesting; only its own findings have a position.
    if (pos === undefined)
      throw ExpressionTooLarge(params(source, start, 'The expression is nested too deeply.', start))
    if (pos >= maxExpressionLength)
      throw ExpressionTooLarge(params(source, start, `It has more than ${maxExpressionLength} characters.`, start))
    throw ExpressionSyntax(params(source, start + pos, `${message.replace(/ \(\d+:\d+\)$/, '')}.`, start))
  }
}

/** Moves the offsets of a syntax tree from the window to the template. */
function shift(node: object, by: number): void {
  if ('start' in node && 'end' in node) {
    node.start = Number(node.start) + by
    node.end = Number(node.end) + by
  }
  for (const child of Object.values(node)) if (typeof child === 'object' && child !== null) shift(child, by)
}

function skipSpace(source: string, from: number): number {
  let at = from
  while (/\s/.test(source.charAt(at))) at++
  return at
}

function params(source: string, position: number, reason: string, start = 0) {
  const close = source.indexOf('}}', start)
  const expression = source.slice(start, close < 0 ? undefined : close).trim()
  return { expression: expression.slice(0, 500), position, reason }
}

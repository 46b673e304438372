import { parseExpressionAt } from 'acorn'
import type { Expression } from 'acorn'
import { maxSourceLength } from '../limits.js'
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
  if (source.length > maxSourceLength)
    throw ExpressionTooLarge(at(source, 0, `The template has more than ${maxSourceLength} characters.`))
  const parts: Part[] = []
  let from = 0
  for (;;) {
    const open = source.indexOf('{{', from)
    if (open < 0) break
    if (open > from) parts.push(source.slice(from, open))
    const node = parseExpression(source, open + 2)
    const close = node.end + leadingSpace(source, node.end)
    if (!source.startsWith('}}', close))
      throw ExpressionSyntax(at(source, close, 'The expression must end with }} here.'))
    parts.push({ node, start: open + 2, end: close })
    from = close + 2
  }
  if (from < source.length) parts.push(source.slice(from))
  return parts
}

function parseExpression(source: string, offset: number): Expression {
  try {
    // A module has no HTML-like comments and no sloppy mode; parentheses are kept because they end with the node.
    return parseExpressionAt(source, offset, { ecmaVersion: 2023, sourceType: 'module', preserveParens: true })
  } catch (error) {
    const { message, pos } = error as SyntaxError & { pos?: number }
    // The parser recurses once for each level of nesting; only its own findings have a position.
    if (pos === undefined) throw ExpressionTooLarge(at(source, offset, 'The expression is nested too deeply.'))
    throw ExpressionSyntax(at(source, pos, `${message.replace(/ \(\d+:\d+\)$/, '')}.`, offset))
  }
}

const leadingSpace = (source: string, from: number): number => {
  let length = 0
  while (/\s/.test(source.charAt(from + length))) length++
  return length
}

function at(
  source: string,
  position: number,
  reason: string,
  start = Math.max(0, source.lastIndexOf('{{', position) + 2),
) {
  const close = source.indexOf('}}', start)
  const expression = source
    .slice(start, close < 0 ? undefined : close)
    .trim()
    .slice(0, 500)
  return { expression, position, reason }
}

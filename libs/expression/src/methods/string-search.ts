import { charactersPerStep } from '../limits.js'
import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toText } from '../values/convert.js'
import { setMember } from '../values/keys.js'
import { RegexValue } from '../values/regex-value.js'
import type { Match } from '../values/regex-value.js'

/** indexOf, charged for what it reads: V8's search can take the product of both lengths on hostile texts. */
export function find(rt: Runtime, text: string, part: string, from: number): number {
  const found = text.indexOf(part, from)
  const read = (found < 0 ? text.length : found) - Math.max(0, Math.min(from, text.length))
  rt.work(((Math.max(0, read) + part.length) / charactersPerStep) * (1 + part.length / 64))
  return found
}

function* textMatches(rt: Runtime, text: string, part: string): Generator<Match, void> {
  for (let from = 0; from <= text.length;) {
    const start = find(rt, text, part, from)
    if (start < 0) return
    rt.step()
    yield { start, end: start + part.length, groups: [part], named: undefined }
    from = start + (part.length || 1)
  }
}

function matchesOf(rt: Runtime, text: string, pattern: unknown): Generator<Match, void> {
  return pattern instanceof RegexValue ? pattern.matches(rt, text) : textMatches(rt, text, toText(rt, pattern))
}

function firstMatch(rt: Runtime, text: string, pattern: unknown): Match | undefined {
  for (const match of matchesOf(rt, text, pattern)) return match
  return undefined
}

export function search(rt: Runtime, text: string, pattern: unknown): number {
  return firstMatch(rt, text, pattern)?.start ?? -1
}

/** String.prototype.match: the groups of the first match, or all matches of a global pattern; null without one. */
export function matchFirst(rt: Runtime, text: string, pattern: unknown): unknown {
  if (!(pattern instanceof RegexValue && pattern.global)) {
    const match = firstMatch(rt, text, pattern)
    return match ? groupsOf(rt, match) : null
  }
  const found: unknown[] = []
  for (const match of pattern.matches(rt, text)) {
    rt.allocate(40)
    found.push(match.groups[0])
  }
  return found.length ? found : null
}

/** String.prototype.matchAll as an array. A match is the array of its groups. */
export function matchAll(rt: Runtime, text: string, pattern: unknown): unknown[] {
  if (pattern instanceof RegexValue && !pattern.global)
    rt.fail(ExpressionInvalidArgument, 'matchAll needs a regular expression with the flag g.')
  const found: unknown[] = []
  for (const match of matchesOf(rt, text, pattern)) found.push(groupsOf(rt, match))
  return found
}

/** A match as an array of its groups, with `groups` and `index`. */
export function groupsOf(rt: Runtime, match: Match): unknown[] {
  rt.allocateArray(5 * match.groups.length)
  let named: Record<string, unknown> | undefined
  if (match.named) {
    named = {}
    for (const [name, group] of Object.entries(match.named)) setMember(rt, named, name, group)
  }
  // As in JavaScript these lie beside the elements; here they do not count as data.
  Object.defineProperty(match.groups, 'groups', { value: named })
  Object.defineProperty(match.groups, 'index', { value: match.start })
  return match.groups
}

/** String.prototype.replace and replaceAll; a text replacement knows $$, $&, $`, $', $1 and $<name>. */
export function replace(
  rt: Runtime,
  text: string,
  pattern: unknown,
  replacement: string | ((...args: unknown[]) => unknown),
  all: boolean,
): string {
  if (all && pattern instanceof RegexValue && !pattern.global)
    rt.fail(ExpressionInvalidArgument, 'replaceAll needs a regular expression with the flag g.')
  const everywhere = pattern instanceof RegexValue ? pattern.global : all
  const parts: string[] = []
  const push = (part: string) => {
    rt.allocateText(part.length)
    parts.push(part)
  }
  let end = 0
  for (const match of matchesOf(rt, text, pattern)) {
    push(text.slice(end, match.start))
    if (typeof replacement === 'string') expand(replacement, match, text, push)
    else push(toText(rt, replacement(...match.groups, match.start, text)))
    end = match.end
    if (!everywhere) break
  }
  push(text.slice(end))
  return parts.join('')
}

/** GetSubstitution of ECMA-262. */
function expand(replacement: string, match: Match, text: string, push: (part: string) => void): void {
  let from = 0
  for (;;) {
    const dollar = replacement.indexOf('$', from)
    if (dollar < 0) return push(replacement.slice(from))
    push(replacement.slice(from, dollar))
    const [part, length] = substitution(replacement, dollar, match, text)
    push(part)
    from = dollar + length
  }
}

function substitution(replacement: string, at: number, match: Match, text: string): [part: string, length: number] {
  const next = replacement.charAt(at + 1)
  if (next === '$') return ['$', 2]
  if (next === '&') return [match.groups[0] ?? '', 2]
  if (next === '`') return [text.slice(0, match.start), 2]
  if (next === "'") return [text.slice(match.end), 2]
  const digits = /^\d{1,2}/.exec(replacement.slice(at + 1, at + 3))?.[0] ?? ''
  for (let length = digits.length; length > 0; length--) {
    const group = Number(digits.slice(0, length))
    if (group > 0 && group < match.groups.length) return [match.groups[group] ?? '', 1 + length]
  }
  const close = next === '<' && match.named ? replacement.indexOf('>', at) : -1
  if (close >= 0) return [match.named?.[replacement.slice(at + 2, close)] ?? '', close - at + 1]
  return ['$', 1]
}

/** String.prototype.split; like it, a pattern's groups become elements. */
export function split(rt: Runtime, text: string, separator: unknown, most: number): unknown[] {
  const limit = most < 0 ? Infinity : most
  if (limit === 0) return []
  if (separator === undefined) return [text]
  if (separator === '') return unitsOf(rt, text, limit)
  const parts: unknown[] = []
  let end = 0
  for (const match of matchesOf(rt, text, separator)) {
    // An empty match splits between characters, never before the first or after the last.
    if (match.end === match.start && (match.start === end || match.start >= text.length)) continue
    rt.allocate(40 * match.groups.length)
    parts.push(text.slice(end, match.start), ...match.groups.slice(1))
    end = match.end
    if (parts.length >= limit) return parts.slice(0, limit)
  }
  if (text === '' && separator instanceof RegexValue && search(rt, text, separator) === 0) return parts
  parts.push(text.slice(end))
  return parts.slice(0, limit)
}

function unitsOf(rt: Runtime, text: string, limit: number): string[] {
  rt.work(text.length)
  rt.allocate(24 * text.length)
  return text.split('', Math.min(limit, text.length))
}

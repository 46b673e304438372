import { charactersPerStep } from '../limits.js'
import { callback, methodTable, text } from '../native.js'
import type { Method } from '../native.js'
import { ExpressionInvalidArgument, ExpressionType } from '../problems.js'
import type { Runtime } from '../runtime.js'
import { toInteger, toText } from '../values/convert.js'
import { Fn } from '../values/fn.js'
import { RegexValue } from '../values/regex-value.js'
import { find, matchAll, matchFirst, replace, search, split } from './string-search.js'

const optional = (rt: Runtime, value: unknown): number | undefined =>
  value === undefined ? undefined : toInteger(rt, value)

/** The longest text that padding or repeating may make is checked before it is made. */
const pad =
  (side: 'padStart' | 'padEnd'): Method<string> =>
  (rt, self, [length, filler]) => {
    const target = toInteger(rt, length)
    if (target > self.length) rt.allocateText(target)
    return self[side](target, filler === undefined ? undefined : text(rt, filler))
  }

/** A method that copies, at most `growth` times as long. */
const copy =
  (change: (self: string) => string, growth = 1): Method<string> =>
  (rt, self) => {
    rt.allocateText(growth * self.length)
    return change(self)
  }

const part =
  (name: 'slice' | 'substring'): Method<string> =>
  (rt, self, [from, to]) => {
    rt.allocate(32)
    return self[name](toInteger(rt, from), optional(rt, to))
  }

const plainText = (rt: Runtime, value: unknown): string =>
  value instanceof RegexValue
    ? rt.fail(ExpressionType, 'A text is needed here, not a regular expression.')
    : text(rt, value === undefined ? 'undefined' : (value ?? 'null'))

const plain: Record<string, Method<string>> = {
  at: (rt, self, [index]) => self.at(toInteger(rt, index)),
  charAt: (rt, self, [index]) => self.charAt(toInteger(rt, index)),
  charCodeAt: (rt, self, [index]) => self.charCodeAt(toInteger(rt, index)),
  codePointAt: (rt, self, [index]) => self.codePointAt(toInteger(rt, index)),
  concat: (rt, self, args) => {
    const texts = args.map((each) => toText(rt, each))
    rt.allocateText(texts.reduce((length, each) => length + each.length, self.length))
    return self.concat(...texts)
  },
  endsWith: (rt, self, [part, end]) => self.endsWith(plainText(rt, part), optional(rt, end)),
  includes: (rt, self, [part, from]) => find(rt, self, plainText(rt, part), toInteger(rt, from)) >= 0,
  indexOf: (rt, self, [part, from]) => find(rt, self, plainText(rt, part), toInteger(rt, from)),
  lastIndexOf: (rt, self, [part, from]) => {
    const wanted = plainText(rt, part)
    // V8 compares naively from the right.
    rt.work((self.length / charactersPerStep) * (1 + wanted.length / 16))
    return self.lastIndexOf(wanted, from === undefined ? Number.POSITIVE_INFINITY : toInteger(rt, from))
  },
  localeCompare: (rt, self, [other]) => {
    const right = text(rt, other)
    rt.work(1 + Math.min(self.length, right.length))
    return self.localeCompare(right, 'en-US')
  },
  match: (rt, self, [pattern]) => matchFirst(rt, self, pattern),
  matchAll: (rt, self, [pattern]) => matchAll(rt, self, pattern),
  normalize: (rt, self, [form]) => {
    const name = form === undefined ? 'NFC' : toText(rt, form)
    if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(name)) rt.fail(ExpressionInvalidArgument, 'There is no such form.')
    // One character can become 18 (U+FDFA).
    rt.allocateText(18 * self.length)
    rt.work(self.length)
    return self.normalize(name)
  },
  padEnd: pad('padEnd'),
  padStart: pad('padStart'),
  repeat: (rt, self, [count]) => {
    const times = toInteger(rt, count)
    if (times < 0 || times === Infinity) rt.fail(ExpressionInvalidArgument, 'The count must be zero or more.')
    rt.allocateText(self.length * times)
    return self.repeat(times)
  },
  search: (rt, self, [pattern]) => search(rt, self, pattern),
  slice: part('slice'),
  split: (rt, self, [separator, limit]) =>
    split(rt, self, separator, limit === undefined ? Infinity : toInteger(rt, limit)),
  startsWith: (rt, self, [part, from]) => self.startsWith(plainText(rt, part), toInteger(rt, from)),
  substr: (rt, self, [from, length]) => {
    const start = toInteger(rt, from)
    const begin = start < 0 ? Math.max(0, self.length + start) : start
    return self.slice(begin, begin + Math.max(0, toInteger(rt, length, self.length)))
  },
  substring: part('substring'),
  toLocaleLowerCase: copy((self) => self.toLowerCase(), 3),
  toLocaleUpperCase: copy((self) => self.toUpperCase(), 3),
  toLowerCase: copy((self) => self.toLowerCase(), 3),
  toString: (_rt: Runtime, self: string) => self,
  toUpperCase: copy((self) => self.toUpperCase(), 3),
  trim: copy((self) => self.trim()),
  trimEnd: copy((self) => self.trimEnd()),
  trimStart: copy((self) => self.trimStart()),
  valueOf: (_rt: Runtime, self: string) => self,
}

const replacing =
  (all: boolean): Method<string> =>
  (rt, self, [pattern, replacement]) =>
    replace(rt, self, pattern, replacement instanceof Fn ? callback(rt, replacement) : toText(rt, replacement), all)

export const stringMethods = methodTable<string>(plain, { replace: replacing(false), replaceAll: replacing(true) }, 1)

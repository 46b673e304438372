import { functionTable, text } from '../native.js'
import type { NativeFunction } from '../native.js'
import { replace, split } from '../methods/string-search.js'
import { stringMethods } from '../methods/string.js'
import { joinTexts, toInteger, toText } from '../values/convert.js'
import { array } from '../native.js'
import { RegexValue } from '../values/regex-value.js'
import { escapeHtml, unescapeHtml } from './html.js'

/** A function that is the method of the same meaning, with the text as its first argument. */
const method =
  (name: string): NativeFunction =>
  (rt, [subject, ...rest]) =>
    stringMethods.get(name)?.run(rt, text(rt, subject), rest)

/** `$slug`: lower-case ASCII words joined by dashes; accents are taken off. */
const slug: NativeFunction = (rt, [value]) => {
  const plain = text(rt, value)
  rt.work(plain.length)
  rt.allocateText(18 * plain.length)
  return plain
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

export const stringFunctions = functionTable({
  $capitalize: (rt, [value]) => {
    const subject = text(rt, value)
    rt.allocateText(3 + subject.length)
    return subject.charAt(0).toUpperCase() + subject.slice(1)
  },
  $endsWith: method('endsWith'),
  $escape: (rt, [value]) => escapeHtml(rt, text(rt, value)),
  $join: (rt, [values, separator]) =>
    joinTexts(rt, array(rt, values), separator === undefined ? ',' : toText(rt, separator)),
  $lowercase: method('toLowerCase'),
  $padEnd: method('padEnd'),
  $padStart: method('padStart'),
  // Every occurrence: that is what people mean by replace.
  $replace: (rt, [value, pattern, replacement]) =>
    replace(
      rt,
      text(rt, value),
      pattern instanceof RegexValue ? pattern : text(rt, pattern),
      text(rt, replacement),
      !(pattern instanceof RegexValue),
    ),
  $slug: slug,
  $split: (rt, [value, separator, limit]) =>
    split(rt, text(rt, value), separator ?? ',', limit === undefined ? Infinity : toInteger(rt, limit)),
  $startsWith: method('startsWith'),
  $substring: method('substring'),
  $trim: method('trim'),
  $unescape: (rt, [value]) => unescapeHtml(rt, text(rt, value)),
  $uppercase: method('toUpperCase'),
})

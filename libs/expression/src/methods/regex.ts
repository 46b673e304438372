import { methodTable, text } from '../native.js'
import type { Runtime } from '../runtime.js'
import type { RegexValue } from '../values/regex-value.js'
import { groupsOf, matchFirst, search } from './string-search.js'

/** A regular expression has no state: each call starts at the beginning, whatever the flags. */
export const regexMethods = methodTable<RegexValue>({
  exec: (rt, self, [subject]) => {
    if (!self.global) return matchFirst(rt, text(rt, subject), self)
    for (const match of self.matches(rt, text(rt, subject))) return groupsOf(rt, match)
    return null
  },
  test: (rt, self, [subject]) => search(rt, text(rt, subject), self) >= 0,
  toString: (_rt: Runtime, self: RegexValue) => self.toString(),
})

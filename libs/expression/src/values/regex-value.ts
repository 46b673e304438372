import { MatcherInput, RE2JS } from 're2js'
import { charactersPerStep } from '../limits.js'
import type { Runtime } from '../runtime.js'
import { isForbiddenKey } from './keys.js'

/** Instructions of the largest accepted program: a bounded repetition multiplies them. */
const maxProgramSize = 2000

/** One match: `groups[0]` is the whole. */
export interface Match {
  start: number
  end: number
  groups: (string | undefined)[]
  named: Record<string, string | undefined> | undefined
}

/**
 * A regular expression that runs in time linear in its input (RE2 through re2js; Cox, "Regular Expression Matching
 * Can Be Simple And Fast", 2007). Lookaround and back-references do not exist.
 */
export class RegexValue {
  private constructor(
    readonly source: string,
    readonly flags: string,
    private readonly program: RE2JS,
    private readonly stepsPerCharacter: number,
  ) {}

  /** Compiles a literal; throws an Error that says what is not supported. */
  static compile(source: string, flags: string): RegexValue {
    if (/[^gimsu]/.test(flags)) throw new Error('Only the flags g, i, m, s and u are supported.')
    // RE2 knows these and JavaScript does not: they would silently mean something else.
    if (/\\[aAzQE]|\[\[:/.test(source)) throw new Error('It uses an escape that JavaScript does not have.')
    const bits =
      (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
      (flags.includes('m') ? RE2JS.MULTILINE : 0) |
      (flags.includes('s') ? RE2JS.DOTALL : 0)
    const program = RE2JS.compile(RE2JS.translateRegExp(source), bits)
    if (Object.keys(program.namedGroups()).some(isForbiddenKey))
      throw new Error('A group has a name that is not allowed.')
    const size = program.programSize()
    if (size > maxProgramSize) throw new Error('It is too large.')
    return new RegexValue(source, flags, program, 1 + size / 32)
  }

  get global(): boolean {
    return this.flags.includes('g')
  }

  /** Matches from the left, each charged for the characters that the search reads. */
  *matches(rt: Runtime, text: string): Generator<Match, void> {
    rt.characters(text.length)
    const input = new MeteredText(rt, text, this.stepsPerCharacter)
    const matcher = this.program.matcher(MatcherInput.utf16(input))
    const names = Object.keys(this.program.namedGroups())
    while (matcher.find()) {
      rt.step()
      const groups: (string | undefined)[] = []
      for (let i = 0; i <= matcher.groupCount(); i++) {
        const start = matcher.start(i)
        groups.push(start < 0 ? undefined : text.slice(start, matcher.end(i)))
      }
      const index = this.program.namedGroups()
      const named = names.length
        ? Object.fromEntries(names.map((name) => [name, groups[index[name] ?? -1]]))
        : undefined
      yield { start: matcher.start(), end: matcher.end(), groups, named }
    }
  }

  toString(): string {
    return `/${this.source}/${this.flags}`
  }
}

/**
 * Text that charges for every character read. One search is linear, but a pattern such as `a(.*b)?` may read to the
 * end of the text for each of its matches: only counting what is read bounds that.
 */
class MeteredText extends String {
  constructor(
    private readonly rt: Runtime,
    text: string,
    private readonly stepsPerCharacter: number,
  ) {
    super(text)
  }

  override charCodeAt(index: number): number {
    this.rt.work(this.stepsPerCharacter)
    return super.charCodeAt(index)
  }

  override indexOf(part: string, from: number): number {
    const found = super.indexOf(part, from)
    this.rt.work(((found < 0 ? this.length : found) - from) / charactersPerStep + 1)
    return found
  }
}

/** A test for the subjects a pattern covers: `*` is one token, a final `>` one or more. */
export function matcher(pattern: string): (subject: string) => boolean {
  if (!/[*>]/.test(pattern)) return (subject) => subject === pattern
  const tokens = pattern.split('.')
  const open = tokens.at(-1) === '>'
  if (open) tokens.pop()
  return (subject) => {
    const given = subject.split('.')
    if (open ? given.length <= tokens.length : given.length !== tokens.length) return false
    return tokens.every((token, i) => token === '*' || token === given[i])
  }
}

/** The narrowest single pattern that covers all of `patterns`. */
export function covering(patterns: readonly string[]): string {
  const [first, ...others] = patterns.map((pattern) => pattern.split('.'))
  if (!first) return '>'
  return others
    .reduce((cover, tokens) => {
      const out: string[] = []
      for (let i = 0; i < Math.max(cover.length, tokens.length); i += 1) {
        const [a, b] = [cover[i], tokens[i]]
        if (a === undefined || b === undefined || a === '>' || b === '>') return [...out, '>']
        out.push(a === b ? a : '*')
      }
      return out
    }, first)
    .join('.')
}

/** A block of commands in a document, with what the document says they print. */
export interface Step {
  /** Line of the document where the commands begin, for messages. */
  line: number
  commands: string
  /** Empty when the commands print nothing. */
  expected: string
}

const FENCE = /^```(\w*)$/

/**
 * Reads the ```bash blocks of a Markdown text; a ```json or ```text block that follows before the next one is what the
 * commands print. Blocks without a language are for people only.
 */
export function readTour(markdown: string): Step[] {
  const steps: Step[] = []
  let open: { language: string; line: number; body: string[] } | undefined
  markdown.split('\n').forEach((text, index) => {
    const fence = FENCE.exec(text)
    if (!fence) return void open?.body.push(text)
    if (!open) return void (open = { language: fence[1] ?? '', line: index + 2, body: [] })
    const block = open.body.join('\n')
    const last = steps.at(-1)
    if (open.language === 'bash') steps.push({ line: open.line, commands: block, expected: '' })
    else if (last && ['json', 'text'].includes(open.language)) last.expected = block
    open = undefined
  })
  return steps
}

/**
 * What an expected output allows: `…` in a line is any text within the line, a line that is `…` alone is any number of
 * lines, everything else is literal.
 */
export function patternOf(expected: string): RegExp {
  const lines = expected.split('\n').map((line, index, all) => {
    if (line === '…') return '(?:.*\\n)*?'
    const literal = line.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    return literal.join('.+') + (index < all.length - 1 ? '\\n' : '')
  })
  return new RegExp(`^${lines.join('')}$`)
}

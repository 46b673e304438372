import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'

/** A Markdown table; cells are Markdown. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Writes a generated page of docs/; with --check only tells whether it is current. */
export async function publish(page, script, markdown) {
  const text = await format(markdown, { parser: 'markdown', printWidth: 120 })
  const file = new URL(`../../docs/${page}`, import.meta.url)
  if (!process.argv.includes('--check')) return writeFileSync(file, text)
  if (read(file) === text) return
  process.stderr.write(`docs/${page} is not current: run node tools/docs/${script}\n`)
  process.exitCode = 1
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

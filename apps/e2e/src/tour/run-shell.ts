import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs blocks of commands one after another in one bash, as somebody pastes them, and gives what each printed, errors
 * included.
 */
export async function runShell(blocks: readonly string[], env: Record<string, string>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'linkflow-tour-'))
  const marker = `--- ${randomBytes(8).toString('hex')}`
  const script = join(folder, 'tour.sh')
  writeFileSync(script, ['exec 2>&1', ...blocks.flatMap((block) => [block, `echo; echo '${marker}'`])].join('\n'))
  try {
    const output = await capture(script, { PATH: process.env.PATH ?? '', TMPDIR: folder, ...env })
    return output
      .split(`\n${marker}\n`)
      .slice(0, blocks.length)
      .map((text) => text.trimEnd())
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function capture(script: string, env: Record<string, string>): Promise<string> {
  const child = spawn('bash', [script], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve(output))
  })
}

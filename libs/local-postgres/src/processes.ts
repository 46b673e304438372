import { spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Whether the process is a PostgreSQL that works on the folder. Its number may have passed on to somebody else. */
export function isPostgresOf(pid: number, dataDir: string): boolean {
  const words = process.platform === 'linux' ? fromProc(pid, 'cmdline')?.split('\0') : ps(pid, 'args')?.split(' ')
  return words !== undefined && words[words.indexOf('-D') + 1] === dataDir
}

/** Number of the process that started this one; another's, usually 1, when that has ended. */
export function parentOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return Number(ps(pid, 'ppid'))
  const stat = fromProc(pid, 'stat')
  // The second field is the name, in brackets, and may hold anything.
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** Resolves with the exit code when the process has ended. */
export function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((done) => child.once('exit', (code) => done(code)))
}

function fromProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

function ps(pid: number, column: string): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-p', String(pid), '-o', `${column}=`], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

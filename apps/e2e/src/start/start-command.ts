import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'

/** The repository: tests run in it. */
const root = resolve(__dirname, '../../../..')

/** `npm start`, without npm in between, so that signals reach it as from a terminal. */
export class StartCommand {
  output = ''
  private readonly child: ChildProcess
  private readonly watchers = new Set<() => void>()

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, ['tools/start/start.mjs', ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString()
        for (const look of this.watchers) look()
      })
    this.child.on('exit', () => {
      for (const look of this.watchers) look()
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  /** Resolves when the output matches; rejects when the process ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolveSaid, reject) => {
      const look = () => {
        const match = pattern.exec(this.output)
        if (match) resolveSaid(match)
        else if (this.child.exitCode === null && this.child.signalCode === null) return
        else reject(new Error(`Ended without saying ${pattern}:\n${this.output}`))
        this.watchers.delete(look)
      }
      this.watchers.add(look)
      look()
    })
  }

  /** The exit code, when it has ended. */
  ended(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve(this.child.exitCode)
    return new Promise((done) => this.child.once('close', (code) => done(code)))
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal)
    return this.ended()
  }
}

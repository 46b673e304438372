import { endWithUs } from '@linkflow/local-postgres'
import { StartError } from '@linkflow/postgres'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The processes of a distributed installation on one machine. One that ends unasked is started again. */
export class Fleet {
  private readonly members = new Map<string, ChildProcess>()
  private stopping = false

  constructor(private readonly say: (line: string) => void) {}

  /** Starts a service; resolves when it is ready. */
  start(name: string, env: NodeJS.ProcessEnv): Promise<void> {
    const main = fileURLToPath(import.meta.resolve(`@linkflow/${name}`)).replace(/index\.js$/, 'main.js')
    const child = spawn(process.execPath, [main], {
      // The line that says "ready" is logged at info.
      env: { ...env, LOG_LEVEL: env.LOG_LEVEL === 'debug' ? 'debug' : 'info' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.members.set(name, child)
    const release = child.pid === undefined ? () => undefined : endWithUs(child.pid, 'TERM')
    return new Promise((resolve, reject) => {
      const output = [child.stdout, child.stderr].map((stream) => createInterface({ input: stream }))
      for (const lines of output)
        lines.on('line', (line) => {
          if (isReady(line)) resolve()
          else this.say(`${name}: ${line}`)
        })
      child.once('exit', (code, signal) => {
        this.members.delete(name)
        release()
        reject(new StartError(`The ${name} service did not start; what it said stands above.`))
        if (this.stopping || code === 1) return
        this.say(`${name}: ended (${signal ?? code}), starting again`)
        this.start(name, env).catch(() => this.say(`${name}: could not be started again`))
      })
    })
  }

  /** Asks all to drain and waits until they have. */
  async stop(): Promise<void> {
    this.stopping = true
    const left = [...this.members.values()].map(
      (child) => new Promise<void>((done) => (child.exitCode === null ? child.once('exit', () => done()) : done())),
    )
    for (const child of this.members.values()) child.kill('SIGTERM')
    await Promise.all(left)
  }
}

function isReady(line: string): boolean {
  return line.startsWith('{') && line.includes('"msg":"ready"')
}

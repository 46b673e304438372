import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One request as it reached the outside world. */
export interface Effect {
  /** The `Idempotency-Key`. */
  key: string
  path: string
  body: { execution: string; node: string; event: string }
  /** Unix milliseconds. */
  at: number
}

/** The outside world and its log, which is the truth about what was done and how often. */
export class Effects {
  private constructor(
    /** `host:port`, for LINKFLOW_EGRESS_ALLOW. */
    readonly address: string,
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  static async start(): Promise<Effects> {
    const dir = mkdtempSync(join(tmpdir(), 'linkflow-effects-'))
    // The compiled file, wherever this one runs from.
    const script = new URL('../../dist/durability/effect-server.js', import.meta.url).pathname
    const child = spawn(process.execPath, [script, join(dir, 'log')], { stdio: ['pipe', 'pipe', 'inherit'] })
    const [port] = (await once(child.stdout, 'data')) as [Buffer]
    return new Effects(`127.0.0.1:${port.toString().trim()}`, child, dir)
  }

  /** Address of a way to answer: `now`, `slow/<ms>`, `hold/<name>`, `hold-two/<name>`, `fail/<n>`. */
  url(mode: string): string {
    return `http://${this.address}/${mode}`
  }

  /** Everything that arrived so far, in order. */
  read(): Effect[] {
    const lines = readFileSync(join(this.dir, 'log'), 'utf8').split('\n')
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Effect)
  }

  /** What arrived at one address. */
  at(mode: string): Effect[] {
    return this.read().filter(({ path }) => path === `/${mode}`)
  }

  /** Answers what is held under a name, and from now on at once. */
  async release(name: string): Promise<void> {
    await fetch(this.url(`release/${name}`), { method: 'POST' })
  }

  /** Answers the first request of those that are held under a name. */
  async releaseFirst(name: string): Promise<void> {
    await fetch(this.url(`release-first/${name}`), { method: 'POST' })
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.stdin?.end()
    await gone
    rmSync(this.dir, { recursive: true })
  }
}

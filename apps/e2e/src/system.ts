import { endWithUs, freePort } from '@linkflow/local-postgres'
import { startNatsServer } from '@linkflow/messaging'
import type { TestNatsServer } from '@linkflow/messaging'
import { TEST_ROLE_SECRET, testDatabase } from '@linkflow/testing'
import type { TestDatabase } from '@linkflow/testing'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { RedisServer } from './redis-server.js'

export type Topology = 'standalone' | 'distributed'

export interface SystemOptions {
  env?: Record<string, string>
  /** Distributed: how many processes of a service there are besides the first. */
  more?: Record<string, number>
  /** Distributed: folder of the apps' packages, to run these instead of the build. */
  packages?: string
}

/** Limits that tests of other things must not run into. */
const UNLIMITED = {
  RATE_LIMIT_ANONYMOUS: '0',
  RATE_LIMIT_PRINCIPAL: '0',
  RATE_LIMIT_SENSITIVE: '0',
  RATE_LIMIT_INGRESS: '0',
  LINKFLOW_NOTIFICATION_ENDPOINTS: '1000',
}

/** LinkFlow as its users run it: real processes, reached over HTTP. Each has a database, ports and servers of its own. */
export class System {
  private readonly children = new Map<string, ChildProcess>()
  private readonly lines: string[] = []
  private constructor(
    readonly topology: Topology,
    readonly url: string,
    readonly database: TestDatabase,
    readonly nats: TestNatsServer | undefined,
    readonly redis: RedisServer | undefined,
    private readonly dataDir: string,
    private readonly env: Record<string, string>,
    /** Ports of health and metrics by process name. */
    readonly ports: Map<string, number>,
    private readonly packages: string | undefined,
  ) {}

  static async start(topology: Topology, options: SystemOptions = {}): Promise<System> {
    const database = await testDatabase([])
    const dataDir = mkdtempSync(join(tmpdir(), 'linkflow-e2e-'))
    const port = await freePort()
    const nats = topology === 'distributed' ? await startNatsServer() : undefined
    const redis = topology === 'distributed' ? await RedisServer.start() : undefined
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      LINKFLOW_DATA_DIR: dataDir,
      DATABASE_URL: database.adminUrl,
      ...UNLIMITED,
      ...(nats && redis ? { NATS_URL: nats.url, REDIS_URL: redis.url } : {}),
      ...options.env,
    }
    const ports = new Map([['gateway', port]])
    const system = new System(
      topology,
      `http://127.0.0.1:${port}`,
      database,
      nats,
      redis,
      dataDir,
      env,
      ports,
      options.packages,
    )
    try {
      await system.boot(options.more ?? {})
      return system
    } catch (error) {
      await system.stop()
      throw error
    }
  }

  /** What the processes said. */
  get output(): readonly string[] {
    return this.lines
  }

  /** Names of the running processes: one in standalone, one for each service and replica otherwise. */
  get names(): string[] {
    return [...this.children.keys()]
  }

  pid(name: string): number {
    const pid = this.children.get(name)?.pid
    if (pid === undefined) throw new Error(`No process ${name}`)
    return pid
  }

  /** Ends a process as a crash does. */
  async kill(name: string): Promise<void> {
    const child = this.children.get(name)
    if (!child) throw new Error(`No process ${name}`)
    this.children.delete(name)
    const gone = exit(child)
    child.kill('SIGKILL')
    await gone
  }

  signal(name: string, signal: NodeJS.Signals): void {
    process.kill(this.pid(name), signal)
  }

  /** Asks a process to drain and waits until it has ended. */
  async terminate(name: string): Promise<number | null> {
    const child = this.children.get(name)
    if (!child) throw new Error(`No process ${name}`)
    this.children.delete(name)
    const gone = exit(child)
    child.kill('SIGTERM')
    return gone
  }

  /** Starts a process again that was killed or terminated. */
  async restart(name: string): Promise<void> {
    await (this.topology === 'standalone' ? this.spawnStandalone() : this.spawnService(name))
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.children.values()].map((child) => {
        const gone = exit(child)
        child.kill('SIGCONT')
        child.kill('SIGTERM')
        return gone
      }),
    )
    await this.nats?.stop()
    await this.redis?.stop()
    await this.database.drop()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  private async boot(more: Record<string, number>): Promise<void> {
    await this.shareRoles()
    if (this.topology === 'standalone') return this.spawnStandalone()
    const { loadSecrets, prepareDatabase, services } = await standalone()
    const secrets = await loadSecrets(this.dataDir)
    await prepareDatabase(this.database.adminUrl, secrets.database)
    const names = services.flatMap(({ name }) => [
      name,
      ...Array.from({ length: more[name] ?? 0 }, (_, i) => `${name}-${i + 2}`),
    ])
    await Promise.all(names.map((name) => this.spawnService(name)))
  }

  /** Roles belong to the cluster: with a secret of its own a system would take them from the tests beside it. */
  private async shareRoles(): Promise<void> {
    const { loadSecrets } = await standalone()
    const secrets = await loadSecrets(this.dataDir)
    writeFileSync(join(this.dataDir, 'secrets.json'), JSON.stringify({ ...secrets, database: TEST_ROLE_SECRET }))
  }

  private spawnStandalone(): Promise<void> {
    return this.spawn('standalone', 'standalone', this.env, (line) => line.startsWith('LinkFlow is ready'))
  }

  private async spawnService(name: string): Promise<void> {
    const { loadSecrets, environmentOf, identityOf, services, serviceUrl } = await standalone()
    const service = services.find((candidate) => candidate.name === name.replace(/-\d+$/, ''))
    if (!service) throw new Error(`No service ${name}`)
    const secrets = await loadSecrets(this.dataDir)
    if (!this.ports.has(name)) this.ports.set(name, await freePort())
    const env = {
      LINKFLOW_PUBLIC_URL: this.url,
      ...this.env,
      ...environmentOf(secrets),
      ...identityOf(secrets, service.name),
      DATABASE_URL: serviceUrl(this.database.adminUrl, service.name, secrets.database),
      DATABASE_POOL_SIZE: '6',
      PORT: String(this.ports.get(name)),
      LOG_LEVEL: 'info',
    }
    await this.spawn(name, service.name, env, (line) => line.includes('"msg":"ready"'))
  }

  private async spawn(
    name: string,
    app: string,
    env: Record<string, string>,
    isReady: (line: string) => boolean,
  ): Promise<void> {
    const main = this.packages ? join(this.packages, app, 'main.js') : join(__dirname, '../..', app, 'dist/main.js')
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.children.set(name, child)
    if (child.pid !== undefined) child.once('exit', endWithUs(child.pid, 'TERM'))
    const said: string[] = []
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line)
          this.lines.push(`${name}: ${line}`)
          if (isReady(line)) resolve()
        })
      child.once('exit', (code) =>
        reject(new Error(`${name} ended (${code}) before it was ready:\n${said.join('\n')}`)),
      )
    })
  }
}

/** The build's own modules, which the tests run from outside as processes. */
async function standalone() {
  const [app, { serviceUrl }] = await Promise.all([import('@linkflow/standalone'), import('@linkflow/postgres')])
  return { ...app, serviceUrl }
}

function exit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((done) => child.once('exit', (code) => done(code)))
}

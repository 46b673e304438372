import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, chownSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findBinaries } from './binaries.js'
import { choosePlace } from './place.js'
import type { Place } from './place.js'

export interface LocalPostgresOptions {
  /** Folder of the data; made on first use. */
  dataDir: string
  /** Settings of `postgresql.conf`. */
  settings?: Record<string, string | number>
  /** File that PostgreSQL's own messages go to; thrown away when absent. */
  logFile?: string
}

export interface LocalPostgres {
  /** URL of the superuser, on the loopback interface. */
  url: string
  pid: number
  /** Ends open connections and stops; what was committed stays. */
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 30_000

/**
 * Starts PostgreSQL on a free port of the loopback interface. It ends with this process, however that ends: a watchdog
 * holds a pipe to us and stops it when the pipe closes. A server that another run left on the same data is stopped first.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const place = choosePlace(options.dataDir, await findBinaries())
  const passwordFile = join(place.dataDir, 'superuser-password')
  if (!existsSync(join(place.dataDir, 'PG_VERSION'))) await initialise(place, passwordFile)
  await stopLeftover(place.dataDir)
  const password = readFileSync(passwordFile, 'utf8').trim()
  const port = await freePort()
  const server = spawnServer(place, port, options)
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const pid = server.pid!
  const watchdog = guard(pid)
  await waitUntilReady(server, url)
  return {
    url,
    pid,
    async stop() {
      const exited = exit(server)
      process.kill(pid, 'SIGINT')
      await exited
      watchdog.kill()
    },
  }
}

async function initialise(place: Place, passwordFile: string): Promise<void> {
  const password = randomBytes(24).toString('hex')
  const scratch = mkdtempSync(join(tmpdir(), 'linkflow-initdb-'))
  const given = join(scratch, 'password')
  writeFileSync(given, password, { mode: 0o600 })
  if (place.account) for (const path of [scratch, given]) chownSync(path, place.account.uid, place.account.gid)
  const args = [
    '-D',
    place.dataDir,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${given}`,
    '-E',
    'UTF8',
    '--no-locale',
    '--no-instructions',
  ]
  const child = spawn(place.binaries.initdb, args, { ...place.account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const code = await exit(child)
  rmSync(scratch, { recursive: true })
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder ${place.dataDir}: ${errors.trim()}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
}

function spawnServer(place: Place, port: number, options: LocalPostgresOptions): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...options.settings,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = options.logFile ? openSync(options.logFile, 'a') : 'ignore'
  // Detached: Ctrl-C at the terminal must reach us alone, so that services drain before their database goes.
  return spawn(place.binaries.postgres, ['-D', place.dataDir, ...args], {
    ...place.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  })
}

/** A process that outlives us just long enough to stop PostgreSQL. */
function guard(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', `read _; kill -INT ${pid} 2>/dev/null`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.unref()
  return watchdog
}

async function waitUntilReady(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  let gone: number | null | undefined
  server.once('exit', (code) => (gone = code))
  for (;;) {
    if (gone !== undefined) throw new Error(`PostgreSQL ended while it started (code ${gone}).`)
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(20)
    }
  }
}

/** Stops a server of an earlier run whose watchdog did not. */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (!isPostgresOf(pid, dataDir)) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + START_TIMEOUT_MS
  while (isPostgresOf(pid, dataDir)) {
    if (Date.now() > deadline)
      throw new Error(`Another PostgreSQL (process ${pid}) holds ${dataDir} and does not stop.`)
    await sleep(50)
  }
}

function isPostgresOf(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0)
    if (process.platform !== 'linux') return true
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir)
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

function exit(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((done) => child.once('exit', (code) => done(code)))
}

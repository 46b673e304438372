import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findBinaries } from './binaries.js'
import { claimFolder, prepareFolder } from './data-folder.js'
import { choosePlace } from './place.js'
import type { Place } from './place.js'
import { exitOf } from './processes.js'

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
 * holds a pipe to us and stops it when the pipe closes. A server that an earlier run left on the same data is stopped
 * first.
 *
 * @throws Error when another process uses the data, or with what PostgreSQL says
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const place = choosePlace(options.dataDir, await findBinaries())
  const password = await prepareFolder(place)
  await claimFolder(place.dataDir)
  const port = await freePort()
  const server = await spawnServer(place, port, options)
  const pid = server.pid!
  const watchdog = guard(pid)
  const stop = async () => {
    const exited = exitOf(server)
    server.kill('SIGINT')
    await exited
    watchdog.kill()
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  try {
    await waitUntilReady(server, url)
    return { url, pid, stop }
  } catch (error) {
    await stop()
    const { logFile } = options
    throw logFile ? new Error(`${(error as Error).message}; ${logFile} says why`, { cause: error }) : error
  }
}

async function spawnServer(place: Place, port: number, options: LocalPostgresOptions): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...options.settings,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = options.logFile === undefined ? undefined : openSync(options.logFile, 'a')
  // Detached: Ctrl-C at the terminal must reach us alone, so that services drain before their database goes.
  const server = spawn(place.binaries.postgres, ['-D', place.dataDir, ...args], {
    ...place.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log ?? 'ignore', log ?? 'ignore'],
  })
  // The server has its own copy.
  if (log !== undefined) closeSync(log)
  await new Promise<void>((resolve, reject) => server.once('spawn', resolve).once('error', reject))
  return server
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
  for (;;) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended while it started (code ${server.exitCode})`)
    const client = new Client({ connectionString: url })
    // Between connect and end the server may go away again.
    client.on('error', () => undefined)
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

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

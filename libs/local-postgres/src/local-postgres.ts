import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findBinaries } from './binaries.js'
import { claimFolder, prepareFolder } from './data-folder.js'
import { endWithUs } from './end-with-us.js'
import { freePort } from './free-port.js'
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
  const release = endWithUs(pid, 'INT')
  const stop = async () => {
    const exited = exitOf(server)
    server.kill('SIGINT')
    await exited
    release()
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

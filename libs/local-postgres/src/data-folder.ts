import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './place.js'
import { exitOf, isPostgresOf, parentOf } from './processes.js'

const STOP_TIMEOUT_MS = 30_000

/** Makes the data folder when it is not there, and gives the superuser's password. */
export async function prepareFolder(place: Place): Promise<string> {
  const passwordFile = join(place.dataDir, 'superuser-password')
  if (!existsSync(passwordFile)) {
    // Written last: without it initdb did not get to its end, or the data is somebody else's.
    if (existsSync(join(place.dataDir, 'PG_VERSION')))
      throw new Error(`the folder ${place.dataDir} was not made completely; remove it and start again`)
    const password = randomBytes(24).toString('hex')
    await initialise(place, password)
    writeFileSync(passwordFile, password, { mode: 0o600 })
  }
  return readFileSync(passwordFile, 'utf8').trim()
}

/**
 * Makes sure that nobody works on the folder: stops a server that an earlier run left behind, and notes that it is ours.
 *
 * @throws Error when the process that started the server is alive
 */
export async function claimFolder(dataDir: string): Promise<void> {
  const ownerFile = join(dataDir, 'owner-pid')
  const server = Number(readIfThere(join(dataDir, 'postmaster.pid'))?.split('\n')[0])
  if (server > 0 && isPostgresOf(server, dataDir)) {
    const owner = Number(readIfThere(ownerFile))
    // While a process lives it stays the parent of what it started, so the number cannot be somebody else's.
    if (parentOf(server) === owner) throw new Error(`another LinkFlow (process ${owner}) uses ${dataDir}`)
    await stopLeftover(server, dataDir)
  }
  writeFileSync(ownerFile, String(process.pid))
}

async function stopLeftover(pid: number, dataDir: string): Promise<void> {
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_TIMEOUT_MS
  while (isPostgresOf(pid, dataDir)) {
    if (Date.now() > deadline) throw new Error(`a PostgreSQL (process ${pid}) holds ${dataDir} and does not stop`)
    await sleep(50)
  }
}

async function initialise({ binaries, dataDir, account }: Place, password: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'linkflow-initdb-'))
  const given = join(scratch, 'password')
  try {
    writeFileSync(given, password, { mode: 0o600 })
    if (account) for (const path of [scratch, given]) chownSync(path, account.uid, account.gid)
    const access = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${given}`]
    const locale = ['-E', 'UTF8', '--no-locale', '--no-instructions']
    const child = spawn(binaries.initdb, ['-D', dataDir, ...access, ...locale], {
      ...account,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('error', (error) => (errors += error.message))
    const failed = await Promise.race([exitOf(child), new Promise((done) => child.once('error', done))])
    if (failed !== 0) throw new Error(`PostgreSQL could not make its data folder ${dataDir}: ${errors.trim()}`)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

import { createHash } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Binaries } from './binaries.js'

/** As whom PostgreSQL runs. */
export interface Account {
  uid: number
  gid: number
}

/** Where PostgreSQL runs from, and as whom. */
export interface Place {
  binaries: Binaries
  dataDir: string
  /** Absent when it runs as this process does. */
  account?: Account
}

const SYSTEM_DIR = '/var/lib/linkflow'

/**
 * PostgreSQL refuses to run as root. Then it runs as the account `postgres` or `nobody`, which must be able to reach
 * both the programs and the data; where it cannot (a clone below /root), both get a place under /var/lib/linkflow.
 *
 * @throws Error with a sentence for people when the folder cannot be written
 */
export function choosePlace(wanted: string, binaries: Binaries): Place {
  const dataDir = resolve(wanted)
  mkdirSync(dirname(dataDir), { recursive: true })
  accessSync(dirname(dataDir), constants.W_OK)
  if (process.getuid?.() !== 0) return { binaries, dataDir }
  const account = unprivileged()
  mkdirSync(SYSTEM_DIR, { recursive: true, mode: 0o755 })
  const place = {
    account,
    binaries: reachable(binaries.home) ? binaries : copyBinaries(binaries),
    dataDir: reachable(dirname(dataDir)) ? dataDir : join(SYSTEM_DIR, `data-${digest(dataDir)}`),
  }
  if (!existsSync(place.dataDir)) {
    mkdirSync(place.dataDir, { recursive: true, mode: 0o700 })
    chownSync(place.dataDir, account.uid, account.gid)
  }
  return place
}

function unprivileged(): Account {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error('PostgreSQL cannot run as root and there is no account postgres or nobody; give a DATABASE_URL.')
}

/** Whether everybody may walk down to a folder. */
function reachable(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

function copyBinaries(binaries: Binaries): Binaries {
  const home = join(SYSTEM_DIR, `postgres-${digest(binaries.home + statSync(binaries.postgres).mtimeMs)}`)
  if (!existsSync(home)) {
    // Renamed into place: what is there under the name is whole, also after a crash and with two of us at it.
    const partial = `${home}.${process.pid}`
    cpSync(binaries.home, partial, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(partial, home)
    } catch (error) {
      rmSync(partial, { recursive: true })
      if (!existsSync(home)) throw error
    }
  }
  return { home, initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian keeps servers, which is not on everybody's PATH. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin']
const NEEDED = ['nats-server', 'redis-server']

/**
 * Makes sure that the servers the tests run against are there: installs them on Debian and Ubuntu when this is root,
 * otherwise says what is missing. A missing server is a failure: a test that is left out proves nothing.
 */
export function ensureServers() {
  for (const folder of SERVER_FOLDERS)
    if (!process.env.PATH.split(delimiter).includes(folder)) process.env.PATH += delimiter + folder
  let missing = NEEDED.filter((name) => !onPath(name))
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    process.stdout.write(`Servers: installing ${missing.join(' and ')}\n`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    spawnSync('apt-get', ['install', '-y', '-qq', ...missing], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    missing = NEEDED.filter((name) => !onPath(name))
  }
  if (missing.length > 0) throw new Error(`The tests need ${missing.join(' and ')} on the PATH; install them first.`)
}

function onPath(name) {
  return process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, name)))
}

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Installs the dependencies when those on disk are not the ones of the lock file. */
export function ensureInstalled(root) {
  if (isInstalled(root)) return
  process.stdout.write('Dependencies: installing\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  run(root, npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'The dependencies could not be installed.')
}

/** Compares npm's own record of what it installed with the lock file. */
function isInstalled(root) {
  const record = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith('node_modules/')) return true
    const found = installed[path]
    return found ? link === found.link && version === found.version : optional === true
  })
}

/** Builds what changed, of one project and what it needs, or of all. */
export function build(root, project = '.') {
  process.stdout.write('Build: checking\n')
  const compiler = join(root, 'node_modules/typescript-native/bin/tsc')
  run(root, process.execPath, [compiler, '-b', project], 'The build failed; what the compiler said stands above.')
}

function run(root, command, args, failure) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(error ? `${failure} ${error.message}` : failure)
}

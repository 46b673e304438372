import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the lock file of a package: npm prunes ours to what the package needs, so that it runs on the versions that were
 * tested here.
 */
export function writeLock(root, folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const kept = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
  const lock = {
    name: manifest.name,
    version: manifest.version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': manifest,
      ...Object.fromEntries(kept.map(([path, entry]) => [path, { ...entry, dev: undefined }])),
    },
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock, null, 2))
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, stderr } = spawnSync(npm, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The lock file of ${manifest.name} could not be made: ${stderr}`)
}

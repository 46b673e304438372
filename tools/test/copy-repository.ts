import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'

/** What is not copied; the installed packages are linked. */
const LEFT_OUT = new Set(['node_modules', '.git', '.nx', '.linkflow'])

/** A copy of the repository as it is on disk, builds included, that can be changed, built and tested. */
export function copyRepository(root: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'linkflow-copy-')))
  cpSync(root, copy, { recursive: true, preserveTimestamps: true, filter: (path) => !LEFT_OUT.has(basename(path)) })
  linkPackages(root, copy)
  return copy
}

/** Links every installed package to the original, and every package of the workspace to the copy. */
function linkPackages(root: string, copy: string): void {
  const installed = join(root, 'node_modules')
  mkdirSync(join(copy, 'node_modules/@linkflow'), { recursive: true })
  for (const entry of readdirSync(installed)) {
    const target = join(copy, 'node_modules', entry)
    // npm's record is a file that generators change: never a link to the original.
    if (entry === '.package-lock.json') copyFileSync(join(installed, entry), target)
    else if (entry !== '@linkflow') symlinkSync(join(installed, entry), target)
  }
  for (const folder of ['apps', 'libs'].flatMap((dir) =>
    readdirSync(join(copy, dir)).map((name) => join(copy, dir, name)),
  )) {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) continue
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string }
    symlinkSync(relative(join(copy, 'node_modules/@linkflow'), folder), join(copy, 'node_modules', name))
    const nested = join(root, relative(copy, folder), 'node_modules')
    if (existsSync(nested)) symlinkSync(nested, join(folder, 'node_modules'))
  }
}

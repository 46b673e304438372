#!/usr/bin/env node
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, ensureInstalled } from '../start/prepare.mjs'
import { bundle } from './bundle.mjs'
import { writeLock } from './lock.mjs'

const help = `Usage: npm run package -- [options] [<app> ...]

Makes of each app the folder that its image holds: main.js with our own code, a package.json with exactly what that needs,
and a lock file. In such a folder "npm ci --omit=dev" and "node main.js" run the service. All apps unless some are named.

  --out <folder>  where the folders go, dist/packages by default
  --help          this text
`

const root = fileURLToPath(new URL('../..', import.meta.url))

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

async function makePackage(app, folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const source = JSON.parse(readFileSync(join(root, 'apps', app, 'package.json'), 'utf8'))
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const dependencies = await bundle(root, app, join(folder, 'main.js'))
  const { name, version, description, license } = source
  const manifest = { name, version, private: true, description, license, type: 'module', main: 'main.js', engines }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`)
  writeLock(root, folder)
  const kib = Math.round(statSync(join(folder, 'main.js')).size / 1024)
  process.stdout.write(`${app}: ${kib} KiB, ${Object.keys(dependencies).length} packages\n`)
}

try {
  const options = { out: { type: 'string' }, help: { type: 'boolean' } }
  const { values: flags, positionals } = parseArgs({ options, allowPositionals: true })
  if (flags.help) {
    process.stdout.write(help)
    process.exit(0)
  }
  ensureInstalled(root)
  build(root)
  await import('reflect-metadata')
  const { services } = await import('@linkflow/standalone')
  const known = services.map(({ name }) => name)
  const unknown = positionals.find((app) => !known.includes(app))
  if (unknown) fail(`There is no app ${unknown}. There are ${known.join(', ')}.`)
  const out = resolve(flags.out ?? join(root, 'dist/packages'))
  for (const app of positionals.length > 0 ? positionals : known) await makePackage(app, join(out, app))
} catch (error) {
  fail(error.message)
}

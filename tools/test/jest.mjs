#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureServers } from './servers.mjs'

/** Runs the tests of the projects given as folders; what Nx calls for `nx test <project>`. */
const root = fileURLToPath(new URL('../..', import.meta.url))
ensureServers()
const projects = process.argv.slice(2).map((folder) => `${root}${folder}`)
const args = [
  `${root}node_modules/jest/bin/jest.js`,
  '--maxWorkers=2',
  '--passWithNoTests',
  '--selectProjects',
  ...projects,
]
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)

#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, ensureInstalled } from '../start/prepare.mjs'
import { ensureServers } from './servers.mjs'

const help = `Usage: npm test [-- <jest options and file patterns>]

Installs what is missing, then checks types, formatting, lint, boundaries and contracts, and runs every test on both topologies.
With arguments only the matching tests run, without the checks before them. Needs nats-server and redis-server.
`

const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = (name) => join(root, 'node_modules', name)

/** A step either succeeds or ends the run. */
function step(title, args) {
  process.stdout.write(`${title}\n`)
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) finish({ passed: 0, failed: 1 })
}

function finish({ passed, failed }) {
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exit(failed > 0 ? 1 : 0)
}

/**
 * The end-to-end tests come after all others and one file at a time: each runs the whole system, which fills a small machine,
 * and the roles it makes belong to the whole database cluster.
 */
function runAll() {
  const parts = runJest(['--maxWorkers=2', 'libs/', 'tools/', 'apps/(?!e2e/)'])
  const whole = runJest(['--runInBand', 'apps/e2e/'])
  return { passed: parts.passed + whole.passed, failed: parts.failed + whole.failed }
}

function runJest(patterns) {
  const scratch = mkdtempSync(join(tmpdir(), 'linkflow-jest-'))
  const report = join(scratch, 'report.json')
  const args = [bin('jest/bin/jest.js'), '--json', `--outputFile=${report}`, ...patterns]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
  rmSync(scratch, { recursive: true })
  if (!counts) return { passed: 0, failed: 1 }
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites + counts.numPendingTests
  // Jest can fail without a failed test, for example when a suite does not load.
  return { passed: counts.numPassedTests, failed: status === 0 ? failed : Math.max(failed, 1) }
}

const patterns = process.argv.slice(2)
if (patterns.includes('--help')) {
  process.stdout.write(help)
  process.exit(0)
}
try {
  ensureServers()
  ensureInstalled(root)
  build(root)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  finish({ passed: 0, failed: 1 })
}
if (patterns.length === 0) {
  step('Format: checking', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'])
  step('Lint and boundaries: checking', [bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'])
  step('Contracts: checking', [join(root, 'tools/check/check.mjs')])
}
process.stdout.write('Tests: running\n')
finish(patterns.length === 0 ? runAll() : runJest(patterns))

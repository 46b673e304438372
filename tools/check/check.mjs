#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { builtContracts } from './built-contracts.mjs'
import { compareContracts } from './compare-contracts.mjs'

const help = `Usage: npm run check [-- options]

Compares the contracts of the build with those recorded in tools/check/contracts.json. Within a version of an event only
members that may be absent can be added: anything else fails, and wants a new version. Whatever else has changed, events
and public requests, has to be recorded, so that a review sees it.

  --update  record the contracts as they are, unless that breaks an event
  --force   with --update: record them all the same
`

const FILE = new URL('./contracts.json', import.meta.url)

const options = { update: { type: 'boolean' }, force: { type: 'boolean' }, help: { type: 'boolean' } }
const { values: flags } = parseArgs({ options })
if (flags.help) {
  process.stdout.write(help)
  process.exit(0)
}

const built = builtContracts()
const recorded = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { events: {}, requests: {} }
const { broken, changed } = compareContracts(recorded, JSON.parse(JSON.stringify(built)))
for (const what of broken) process.stdout.write(`breaks: ${what}\n`)

if (broken.length > 0 && !flags.force) {
  process.stderr.write('An event may not change like this within its version: declare the next version beside it.\n')
  process.exitCode = 1
} else if (flags.update) {
  const { format } = await import('prettier')
  writeFileSync(FILE, await format(JSON.stringify(built), { parser: 'json', printWidth: 120 }))
  for (const what of changed) process.stdout.write(`recorded: ${what}\n`)
} else if (changed.length > 0) {
  for (const what of changed) process.stdout.write(`${what}\n`)
  process.stderr.write('The recorded contracts are not current: run npm run check -- --update\n')
  process.exitCode = 1
}

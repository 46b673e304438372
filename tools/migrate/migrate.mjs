#!/usr/bin/env node
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, ensureInstalled } from '../start/prepare.mjs'

const help = `Usage: npm run migrate [-- options]

Makes the schemas and roles of all services in a PostgreSQL database and brings the tables up to date. Safe to repeat, and
to run from several machines at once.

  --database-url <url>  an administrator's URL [DATABASE_URL]
  --data-dir <folder>   where the installation's secrets are kept, .linkflow by default [LINKFLOW_DATA_DIR]

The passwords of the services' roles are derived from LINKFLOW_DATABASE_SECRET; without it, from the secrets in the data
folder, which are made when there are none.
`

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function readFlags() {
  const options = { 'database-url': { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean' } }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return fail(`${error.message.split('.')[0]}. "npm run migrate -- --help" lists the options.`)
  }
}

const flags = readFlags()
if (flags.help) {
  process.stdout.write(help)
  process.exit(0)
}
const databaseUrl = flags['database-url'] ?? process.env.DATABASE_URL
if (!databaseUrl) fail('DATABASE_URL is needed. "npm run migrate -- --help" lists the options.')
const dataDir = resolve(flags['data-dir'] ?? process.env.LINKFLOW_DATA_DIR ?? '.linkflow')

try {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  ensureInstalled(root)
  build(root, 'apps/standalone')
  await import('reflect-metadata')
  const { loadSecrets, prepareDatabase } = await import('@linkflow/standalone')
  const secret = process.env.LINKFLOW_DATABASE_SECRET || (await loadSecrets(dataDir)).database
  const { migrated, separateRoles } = await prepareDatabase(databaseUrl, secret)
  for (const name of migrated) process.stdout.write(`ran ${name}\n`)
  process.stdout.write(migrated.length === 0 ? 'The database is up to date.\n' : `${migrated.length} migrations ran.\n`)
  if (!separateRoles)
    process.stdout.write('All services share one role, because that of DATABASE_URL may not create roles.\n')
} catch (error) {
  fail(error.message)
}

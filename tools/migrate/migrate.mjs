#!/usr/bin/env node
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, ensureInstalled } from '../start/prepare.mjs'

const help = `Usage: npm run migrate [-- options]

Makes the schemas and roles of all services in a PostgreSQL database and brings the tables up to date. Safe to repeat, and
to run from several machines at once.

  --database-url <url>  an administrator's URL [DATABASE_URL]
  --data-dir <folder>   where the installation's secrets are kept, .linkflow by default [LINKFLOW_DATA_DIR]; the passwords
                        of the services' roles are derived from them
`

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const options = { 'database-url': { type: 'string' }, 'data-dir': { type: 'string' }, help: { type: 'boolean' } }
const { values } = parseArgs({ options })
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}
const databaseUrl = values['database-url'] ?? process.env.DATABASE_URL
if (!databaseUrl) fail('DATABASE_URL is needed. "npm run migrate -- --help" lists the options.')

try {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  ensureInstalled(root)
  build(root, 'apps/standalone')
  await import('reflect-metadata')
  const { loadSecrets, prepareDatabase } = await import('@linkflow/standalone')
  const secrets = await loadSecrets(resolve(values['data-dir'] ?? process.env.LINKFLOW_DATA_DIR ?? '.linkflow'))
  const { migrated, separateRoles } = await prepareDatabase(databaseUrl, secrets.database)
  for (const name of migrated) process.stdout.write(`ran ${name}\n`)
  process.stdout.write(migrated.length === 0 ? 'The database is up to date.\n' : `${migrated.length} migrations ran.\n`)
  if (!separateRoles)
    process.stdout.write('All services share one role, because that of DATABASE_URL may not create roles.\n')
} catch (error) {
  fail(error.message)
}

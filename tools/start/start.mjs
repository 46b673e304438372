#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, ensureInstalled } from './prepare.mjs'

const help = `Usage: npm start -- [options]

Starts LinkFlow: installs and builds what is missing, then runs every service in one process with a PostgreSQL of its
own. Ctrl-C finishes what runs and stops everything.

Options (environment variable in brackets)
  --port <number>            port of the API, 8080 by default [PORT]
  --host <address>           address to listen on, 0.0.0.0 by default [HOST]
  --data-dir <folder>        where data and secrets are kept, .linkflow by default [LINKFLOW_DATA_DIR]
  --database-url <url>       an external PostgreSQL (15 or newer) instead of the own one [DATABASE_URL]
  --public-url <url>         how others reach it; webhook URLs begin with it [LINKFLOW_PUBLIC_URL]
  --log-level <level>        trace, debug, info, warn, error or silent; warn by default [LOG_LEVEL]
  --distributed              every service as a process of its own, over NATS_URL, REDIS_URL and DATABASE_URL; a
                             server that is not named is started, when nats-server and redis-server are on the PATH
  --help                     this text

More variables, such as LINKFLOW_EGRESS_ALLOW and LINKFLOW_REGISTRATION, are described in docs/configuration.md.
`

const flags = {
  port: 'PORT',
  host: 'HOST',
  'data-dir': 'LINKFLOW_DATA_DIR',
  'database-url': 'DATABASE_URL',
  'public-url': 'LINKFLOW_PUBLIC_URL',
  'log-level': 'LOG_LEVEL',
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function readFlags() {
  const options = { distributed: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }
  for (const name of Object.keys(flags)) options[name] = { type: 'string' }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return fail(`${error.message.split('.')[0]}. "npm start -- --help" lists the options.`)
  }
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  fail(`LinkFlow needs Node.js 20.19 or newer; this is ${process.versions.node}.`)

const values = readFlags()
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}
for (const [name, variable] of Object.entries(flags))
  if (values[name] !== undefined) process.env[variable] = values[name]
process.env.LOG_LEVEL ??= 'warn'

const root = fileURLToPath(new URL('../..', import.meta.url))
try {
  ensureInstalled(root)
  build(root, 'apps/standalone')
} catch (error) {
  fail(error.message)
}
const entry = values.distributed ? 'distributed' : 'main'
const file = new URL(`../../apps/standalone/dist/${entry}.js`, import.meta.url)
if (!existsSync(file)) fail('The build is incomplete. Remove the dist folders and start again.')
await import(file)

#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build, ensureInstalled } from '../start/prepare.mjs'

const help = `Usage: npm run streams [-- options]

Makes the JetStream stream of events and the durable consumers of all services, as the services declare them. Prints the
differences first. Safe to repeat; what nobody declares is named and left alone.

  --nats-url <url>     the NATS server [NATS_URL]
  --replicas <number>  copies of the stream, 1 by default [NATS_STREAM_REPLICAS]
  --check              change nothing; exit with 1 when something differs
`

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function readFlags() {
  const options = { 'nats-url': { type: 'string' }, replicas: { type: 'string' } }
  for (const name of ['check', 'help']) options[name] = { type: 'boolean' }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return fail(`${error.message.split('.')[0]}. "npm run streams -- --help" lists the options.`)
  }
}

const flags = readFlags()
if (flags.help) {
  process.stdout.write(help)
  process.exit(0)
}
const url = flags['nats-url'] ?? process.env.NATS_URL
if (!url) fail('NATS_URL is needed. "npm run streams -- --help" lists the options.')
const replicas = Number(flags.replicas ?? process.env.NATS_STREAM_REPLICAS ?? 1)
if (!Number.isInteger(replicas) || replicas < 1 || replicas > 5) fail('--replicas is a number from 1 to 5.')

try {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  ensureInstalled(root)
  build(root, 'apps/standalone')
  await import('reflect-metadata')
  const { declaredStreams } = await import('./declared-streams.mjs')
  const differences = await declaredStreams(url, {
    replicas,
    apply: !flags.check,
    say: (line) => process.stdout.write(line),
  })
  if (flags.check && differences > 0) process.exitCode = 1
} catch (error) {
  fail(error.message)
}

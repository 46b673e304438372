#!/usr/bin/env node
import autocannon from 'autocannon'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startLocalPostgres } from '@linkflow/local-postgres'
import pg from 'pg'
import { build, ensureInstalled } from '../start/prepare.mjs'
import { workloads } from './workloads.mjs'

const help = `Usage: npm run bench [-- options]

Starts LinkFlow in one process with a PostgreSQL of its own, calls webhooks and prints what came of it, beside a floor
measured in the same run: a bare Fastify route that inserts one row per request into the same database.

  --seconds <n>       length of each measurement, 5 by default
  --connections <a,b> connections at once, 1,8,32 by default
  --only <text>       only workloads whose name holds this
`
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '1,8,32' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean' },
  },
})
if (values.help) {
  process.stdout.write(help)
  process.exit(0)
}

const root = fileURLToPath(new URL('../..', import.meta.url))
ensureInstalled(root)
build(root, 'apps/standalone')

const dir = mkdtempSync(join(tmpdir(), 'linkflow-bench-'))
chmodSync(dir, 0o755)
const settings = {
  max_connections: 150,
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  wal_compression: 'on',
  jit: 'off',
}
const postgres = await startLocalPostgres({ dataDir: join(dir, 'postgres'), settings })
const children = []
const admin = new pg.Client({ connectionString: postgres.url })
await admin.connect()

/** Starts a script and waits until a line of its output matches. */
function start(script, env, ready) {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended (${code})`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = ready.exec(line)
      if (match) resolve({ url: match[1], pid: child.pid })
    })
  })
}

async function transactions() {
  const { rows } = await admin.query(
    `select sum(xact_commit + xact_rollback)::float8 as count from pg_stat_database where datname = current_database()`,
  )
  return rows[0].count
}

/** Resident memory of a process in MB; only Linux tells. */
function memory(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024)
  } catch {
    return NaN
  }
}

async function measure(name, target, pid, connections) {
  const options = {
    url: target.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: target.body,
  }
  await autocannon({ ...options, connections, duration: 1 })
  const before = await transactions()
  const result = await autocannon({ ...options, connections, duration: Number(values.seconds) })
  // Statistics of other sessions are reported within a second.
  await new Promise((done) => setTimeout(done, 1100))
  const failed = result.non2xx + result.errors
  return {
    workload: name,
    connections,
    'per second': Math.round(result['2xx'] / result.duration),
    'p50 ms': result.latency.p50,
    'p99 ms': result.latency.p99,
    'transactions each': Number((((await transactions()) - before) / result['2xx']).toFixed(3)),
    'RSS MB': memory(pid),
    failed,
  }
}

async function api(url, token, path, body) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body ?? {}),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer
}

async function deploy(url, token, workflow) {
  const { id } = await api(url, token, '/workflows', workflow)
  await api(url, token, `/workflows/${id}/publish`)
  const { webhooks } = await api(url, token, `/workflows/${id}/activate`)
  return webhooks[0].url
}

try {
  const floor = await start(join(root, 'tools/bench/floor.mjs'), { DATABASE_URL: postgres.url }, /^floor (\S+)/)
  const linkflow = await start(
    join(root, 'apps/standalone/dist/main.js'),
    {
      DATABASE_URL: postgres.url,
      PORT: '18790',
      HOST: '127.0.0.1',
      LINKFLOW_PUBLIC_URL: 'http://127.0.0.1:18790',
      LINKFLOW_DATA_DIR: dir,
      LOG_LEVEL: 'warn',
      RATE_LIMIT_INGRESS: '0',
    },
    /^LinkFlow is ready on (\S+)/,
  )
  const email = `bench-${Date.now()}@example.com`
  const { accessToken } = await api(linkflow.url, undefined, '/auth/register', {
    email,
    password: `violet-Tram-${Date.now()}`,
    name: 'Bench',
  })
  const rows = []
  const connections = values.connections.split(',').map(Number)
  for (const count of connections)
    rows.push(await measure('floor: Fastify, one insert', { url: floor.url, body: '{"n":1}' }, floor.pid, count))
  for (const { name, workflow } of workloads) {
    if (!name.includes(values.only)) continue
    const url = await deploy(linkflow.url, accessToken, workflow)
    for (const count of connections) rows.push(await measure(name, { url, body: '{"n":1}' }, linkflow.pid, count))
  }
  const { rows: versions } = await admin.query('show server_version')
  process.stdout.write(
    `${cpus().length} × ${cpus()[0].model}, Node.js ${process.versions.node}, PostgreSQL ${versions[0].server_version}; ` +
      `the load generator and PostgreSQL run on the same machine\n\n${markdown(rows)}\n`,
  )
} finally {
  for (const child of children) {
    child.removeAllListeners('exit')
    child.kill('SIGTERM')
  }
  await Promise.all(
    children.map((child) => new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()))),
  )
  await admin.end()
  await postgres.stop()
  rmSync(dir, { recursive: true, force: true })
}

function markdown(rows) {
  const columns = Object.keys(rows[0])
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(columns.map((c) => row[c])))].join(
    '\n',
  )
}

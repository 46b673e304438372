#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build, ensureInstalled } from '../start/prepare.mjs'

if (process.argv.includes('--help')) {
  process.stdout.write(`Usage: npm run demo:crash

Fires 1,000 webhooks at LinkFlow, kills it with SIGKILL in the middle, starts it again, sends again what was not
acknowledged, and counts: accepted, finished, lost, doubled. Each execution calls a small server that keeps its own log
of what reached it, so that LinkFlow is not its own witness.
`)
  process.exit(0)
}

const WEBHOOKS = 1000
const AT_ONCE = 32
const say = (line) => process.stdout.write(`${line}\n`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

const root = fileURLToPath(new URL('../..', import.meta.url))
ensureInstalled(root)
build(root, 'apps/standalone')

/** The witness: event -> the idempotency keys that reached it for that event. */
const effects = new Map()
const witness = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  const { event } = JSON.parse(text)
  effects.set(event, [...(effects.get(event) ?? []), request.headers['idempotency-key']])
  response.setHeader('content-type', 'application/json').end('{}')
})
await once(witness.listen(0, '127.0.0.1'), 'listening')
const witnessAt = `127.0.0.1:${witness.address().port}`

const dataDir = mkdtempSync(join(tmpdir(), 'linkflow-crash-'))
chmodSync(dataDir, 0o755)
let server

async function start(port) {
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    LINKFLOW_DATA_DIR: dataDir,
    LINKFLOW_EGRESS_ALLOW: witnessAt,
    RATE_LIMIT_INGRESS: '0',
    EXECUTION_LEASE_MS: '3000',
  }
  delete env.DATABASE_URL
  server = spawn(process.execPath, [join(root, 'apps/standalone/dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit').then(() => Promise.reject(new Error('LinkFlow ended while it started.')))
  ended.catch(() => undefined)
  const ready = new Promise((resolve) =>
    createInterface({ input: server.stdout }).on('line', (line) => {
      const [, url] = /^LinkFlow is ready on (\S+)/.exec(line) ?? []
      if (url) resolve(url)
    }),
  )
  return Promise.race([ready, ended])
}

async function api(url, method, path, body, headers = {}) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** Sends an event once; true when it was acknowledged. */
async function send(webhook, event) {
  try {
    const headers = { 'content-type': 'application/json', 'x-event-id': event }
    const response = await fetch(webhook, { method: 'POST', headers, body: JSON.stringify({ event }) })
    await response.text()
    return response.ok
  } catch {
    return false
  }
}

/** Sends events some at a time; returns those that were not acknowledged. */
async function sendAll(webhook, events, onAcknowledged) {
  const queue = [...events]
  const missing = []
  const sender = async () => {
    for (let event = queue.shift(); event; event = queue.shift())
      if (await send(webhook, event)) onAcknowledged(event)
      else missing.push(event)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sender))
  return missing
}

const workflow = {
  name: 'crash',
  nodes: [
    {
      id: 'hook',
      type: 'webhook-trigger',
      parameters: { respond: 'immediately', eventId: { header: 'x-event-id' } },
    },
    { id: 'set', type: 'set', parameters: { fields: { event: '{{ $json.body.event }}' }, keep: 'none' } },
    {
      id: 'effect',
      type: 'http-request',
      parameters: {
        method: 'POST',
        url: `http://${witnessAt}/`,
        body: { type: 'json', value: { event: '{{ $json.event }}' } },
      },
    },
  ],
  connections: [
    { source: 'hook', target: 'set' },
    { source: 'set', target: 'effect' },
  ],
}

/** All executions, by status. */
async function statuses(url, headers) {
  const counts = {}
  let cursor = ''
  do {
    const page = await api(
      url,
      'GET',
      `/api/v1/executions?limit=100${cursor && `&cursor=${cursor}`}`,
      undefined,
      headers,
    )
    for (const { status } of page.items) counts[status] = (counts[status] ?? 0) + 1
    cursor = page.nextCursor ?? ''
  } while (cursor)
  return counts
}

let exitCode = 1
try {
  say('Starting LinkFlow with a database of its own')
  let url = await start(0)
  const port = new URL(url).port
  const account = { email: 'crash@example.com', password: `violet-Tram-${Date.now()}` }
  const { accessToken } = await api(url, 'POST', '/api/v1/auth/register', { ...account, name: 'Crash' })
  let headers = { authorization: `Bearer ${accessToken}` }
  const { id } = await api(url, 'POST', '/api/v1/workflows', workflow, headers)
  await api(url, 'POST', `/api/v1/workflows/${id}/publish`, {}, headers)
  const { webhooks } = await api(url, 'POST', `/api/v1/workflows/${id}/activate`, {}, headers)
  const webhook = `http://127.0.0.1:${port}${new URL(webhooks[0].url).pathname}`

  say(`Firing ${WEBHOOKS} webhooks, ${AT_ONCE} at a time`)
  const events = Array.from({ length: WEBHOOKS }, (_, index) => `event-${index}`)
  const acknowledged = new Set()
  let killed = false
  const missing = await sendAll(webhook, events, (event) => {
    acknowledged.add(event)
    if (killed || acknowledged.size < WEBHOOKS / 2) return
    killed = true
    server.kill('SIGKILL')
    say(`Killed it with SIGKILL after ${acknowledged.size} acknowledgements; ${effects.size} effects had happened`)
  })
  say(`Starting it again; ${missing.length} webhooks were not acknowledged and are sent again`)
  const restartedAt = Date.now()
  url = await start(port)
  let left = missing
  while (left.length > 0) left = await sendAll(webhook, left, (event) => acknowledged.add(event))
  headers = { authorization: `Bearer ${(await api(url, 'POST', '/api/v1/auth/login', account)).accessToken}` }

  let counts = {}
  for (
    const deadline = Date.now() + 120_000;
    Date.now() < deadline;
    await new Promise((done) => setTimeout(done, 500))
  ) {
    counts = await statuses(url, headers)
    if ((counts.queued ?? 0) + (counts.running ?? 0) + (counts.waiting ?? 0) === 0) break
  }
  const executions = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const lost = events.filter((event) => !effects.has(event)).length
  const doubled =
    [...effects.values()].filter((keys) => new Set(keys).size > 1).length + Math.max(0, executions - WEBHOOKS)
  const repeated = [...effects.values()].filter((keys) => keys.length > 1).length
  say('')
  say(`accepted                         ${acknowledged.size}`)
  say(`finished                         ${counts.succeeded ?? 0}`)
  say(`lost                             ${lost}`)
  say(`doubled                          ${doubled}`)
  say(`repeated under the same key      ${repeated}`)
  say(`from restart to the last finish  ${((Date.now() - restartedAt) / 1000).toFixed(1)} s`)
  exitCode = lost + doubled > 0 || counts.succeeded !== WEBHOOKS || !killed ? 1 : 0
} catch (error) {
  process.stderr.write(`${error.message}\n`)
} finally {
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  witness.close()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit(exitCode)

import { fsyncSync, openSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/**
 * The outside world of the durability tests: a process of its own, which nothing of ours can disturb. It writes down every
 * request, and has it on disk, before it does what the path says: `/now`, `/slow/<ms>`, `/hold/<name>` (until
 * `/release/<name>`), `/hold-two/<name>` (the first two; `/release-first/<name>` for the first alone), `/fail/<n>` (500 for
 * the first n of the same request).
 */
const [file = ''] = process.argv.slice(2)
const log = openSync(file, 'a')
const seen = new Map<string, number>()
const released = new Set<string>()
const held = new Map<string, ServerResponse[]>()

function record(request: IncomingMessage, body: string): void {
  const key = request.headers['idempotency-key'] ?? ''
  const entry = { key, path: request.url, body: body === '' ? {} : JSON.parse(body), at: Date.now() }
  writeSync(log, `${JSON.stringify(entry)}\n`)
  fsyncSync(log)
}

function answer(response: ServerResponse, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: status === 200 }))
}

/** How often the same request came before. */
function count(request: string): number {
  const times = seen.get(request) ?? 0
  seen.set(request, times + 1)
  return times
}

function hold(name: string, response: ServerResponse): void {
  held.set(name, [...(held.get(name) ?? []), response])
}

function release(name: string): void {
  released.add(name)
  for (const response of held.get(name) ?? []) answer(response)
  held.delete(name)
}

function releaseFirst(name: string): void {
  const [first, ...others] = held.get(name) ?? []
  if (first) answer(first)
  held.set(name, others)
}

function react(mode: string, argument: string, body: string, response: ServerResponse): void {
  if (mode === 'slow') setTimeout(() => answer(response), Number(argument))
  else if (mode === 'hold' && !released.has(argument)) hold(argument, response)
  else if (mode === 'hold-two' && count(`hold ${argument}`) < 2) hold(argument, response)
  else if (mode === 'fail' && count(`fail ${body}`) < Number(argument)) answer(response, 500)
  else answer(response)
}

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const [, mode = '', argument = ''] = (request.url ?? '').split('/')
    if (mode === 'release' || mode === 'release-first') {
      if (mode === 'release') release(argument)
      else releaseFirst(argument)
      return answer(response)
    }
    record(request, body)
    react(mode, argument, body, response)
  })
})
// A connection that is closed between two requests would look like a fault.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
// It ends with whoever started it, however that ends.
process.stdin.resume().once('end', () => process.exit(0))

import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Cancelled } from '@linkflow/kernel'
import { Budget } from './budget.js'
import { MEGABYTE, closeEgresses, codeOf, egressWith, send } from './egress.fixture.js'
import type { Resolver } from './guard.js'
import { startHttpServer } from './http-server.fixture.js'
import type { Received, TestHttpServer } from './http-server.fixture.js'

let server: TestHttpServer
let answer: (request: Received, response: ServerResponse) => void

beforeAll(async () => {
  server = await startHttpServer((request, response) => answer(request, response))
})
afterAll(async () => {
  await server.close()
  await closeEgresses()
})

describe('bodies', () => {
  const allowed = () => egressWith('127.0.0.1')

  test('five megabytes come through whole', async () => {
    const body = Buffer.alloc(5 * MEGABYTE, 'abc')
    answer = (_request, response) => response.end(body)
    expect((await send(allowed(), server.url)).body.equals(body)).toBe(true)
  })

  test.each([
    ['gzip', gzipSync('packed')],
    ['x-gzip', gzipSync('packed')],
    ['br', brotliCompressSync('packed')],
    ['deflate', deflateSync('packed')],
    ['gzip, br', brotliCompressSync(gzipSync('packed'))],
    ['identity', Buffer.from('packed')],
  ])('%s is unpacked', async (encoding, body) => {
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)
    expect((await send(allowed(), server.url)).body.toString()).toBe('packed')
  })

  test.each([
    ['a body over the limit', {}, Buffer.alloc(MEGABYTE + 1)],
    ['a small body that unpacks to a huge one', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(64 * MEGABYTE))],
    ['the same with brotli', { 'content-encoding': 'br' }, brotliCompressSync(Buffer.alloc(16 * MEGABYTE))],
    ['a bomb in a bomb', { 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(Buffer.alloc(64 * MEGABYTE)))],
  ])('%s fails, and is not cut', async (_name, headers, body) => {
    answer = (_request, response) => response.writeHead(200, headers).end(body)
    const budget = new Budget(MEGABYTE)
    expect(await codeOf(send(allowed(), server.url, { budget }))).toBe('http/response-too-large')
  })

  test.each<[string, (response: ServerResponse) => void]>([
    ['large', (response) => response.end(Buffer.alloc(5 * MEGABYTE))],
    ['compressed in no known way', (response) => response.writeHead(200, { 'content-encoding': 'zstd' }).end('x')],
    ['lost in the middle', (response) => response.write('.', () => response.destroy())],
    ['without end', (response) => response.write('.')],
  ])('one that nobody wants may be %s: the answer counts', async (_name, say) => {
    answer = (_request, response) => say(response)
    const { status, body } = await send(allowed(), server.url, { budget: undefined, signal: AbortSignal.timeout(500) })
    expect([status, body.length]).toEqual([200, 0])
  })

  test.each([
    ['an unknown compression', 'zstd', Buffer.from('x')],
    ['three compressions', 'gzip, gzip, gzip', Buffer.from('x')],
    ['broken compression', 'gzip', Buffer.from('not gzip')],
    ['compression cut off', 'gzip', gzipSync('a longer text than this').subarray(0, 15)],
  ])('%s is not a valid response', async (_name, encoding, body) => {
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)
    expect(await codeOf(send(allowed(), server.url))).toBe('http/invalid-response')
  })

  test('a response without a body may say how it would be compressed', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end()
    expect((await send(allowed(), server.url, { method: 'HEAD' })).status).toBe(200)
  })

  test('a connection lost in the middle of a body is a failure worth another try', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    }
    await expect(send(allowed(), server.url)).rejects.toMatchObject({
      failure: { code: 'http/connection' },
      retryable: true,
    })
  })
})

describe('time', () => {
  test('a slow drip ends when the time is up', async () => {
    answer = (_request, response) => {
      const drip = setInterval(() => response.write('.'), 5)
      response.on('close', () => clearInterval(drip))
    }
    const signal = AbortSignal.timeout(100)
    await expect(send(egressWith('127.0.0.1'), server.url, { signal })).rejects.toMatchObject({
      failure: { code: 'http/timeout' },
      retryable: true,
    })
  })

  test('who goes away takes the socket along', async () => {
    const controller = new AbortController()
    const closed = new Promise((resolve) => {
      answer = (_request, response) => {
        response.on('close', () => resolve('closed'))
        controller.abort()
      }
    })
    const error: unknown = await send(egressWith('127.0.0.1'), server.url, { signal: controller.signal }).catch(
      (reason: unknown) => reason,
    )
    expect(Cancelled.is(error)).toBe(true)
    expect(await closed).toBe('closed')
  })
})

describe('servers that cannot be reached or do not speak HTTP', () => {
  test('nobody listens', async () => {
    const closing = createServer().listen(0, '127.0.0.1')
    await once(closing, 'listening')
    const { port } = closing.address() as AddressInfo
    closing.close()
    await once(closing, 'close')
    expect(await codeOf(send(egressWith('127.0.0.1'), `http://127.0.0.1:${port}/`))).toBe('http/connection')
  })

  test('the name does not exist', async () => {
    const resolver: Resolver = (_name, _options, found) =>
      found(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), [])
    expect(await codeOf(send(egressWith('', resolver), 'http://nowhere.example/'))).toBe('http/dns')
  })

  test('no TLS where it should be', async () => {
    answer = (_request, response) => response.end()
    expect(await codeOf(send(egressWith('127.0.0.1'), `https://127.0.0.1:${server.port}/`))).toBe('http/tls')
  })

  test('something else than HTTP', async () => {
    const other = createServer((socket) => socket.on('data', () => socket.end('SSH-2.0-hello\r\n\r\n')))
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const { port } = other.address() as AddressInfo
    const code = codeOf(send(egressWith('127.0.0.1'), `http://127.0.0.1:${port}/`)).finally(() => other.close())
    expect(await code).toBe('http/invalid-response')
  })
})

describe('redirects', () => {
  const headers = { Authorization: 'Bearer s', Cookie: 'c', 'X-Key': 'k', 'X-Plain': 'p', 'Content-Type': 'text/plain' }

  test('keep secrets within an origin and from every other', async () => {
    const other = await startHttpServer()
    answer = ({ url }, response) =>
      response.writeHead(307, { location: url === '/' ? '/second' : `${other.url}/third` }).end()
    const before = server.received.length
    await send(egressWith('127.0.0.1'), server.url, { headers, secretHeaders: ['x-key'] })
    const second = server.received[before + 1]
    expect(second?.headers).toMatchObject({ authorization: 'Bearer s', cookie: 'c', 'x-key': 'k' })
    const third = other.received[0]?.headers
    expect(third).toMatchObject({ 'x-plain': 'p' })
    for (const name of ['authorization', 'cookie', 'x-key']) expect(third).not.toHaveProperty(name)
    await other.close()
  })

  test.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [301, 'PUT', 'PUT', 'data'],
    [307, 'POST', 'POST', 'data'],
    [308, 'POST', 'POST', 'data'],
  ])('%d makes of %s a %s with the body %j', async (status, method, expectedMethod, expectedBody) => {
    answer = ({ url }, response) =>
      url === '/' ? response.writeHead(status, { location: '/next' }).end() : response.end('there')
    const body = Buffer.from('data')
    const { url } = await send(egressWith('127.0.0.1'), server.url, { method, headers, body })
    expect(url.pathname).toBe('/next')
    expect(server.received.at(-1)).toMatchObject({ method: expectedMethod, body: expectedBody })
    expect('content-type' in (server.received.at(-1)?.headers ?? {})).toBe(expectedBody !== '')
  })

  test('end after five', async () => {
    let count = 0
    answer = (_request, response) => response.writeHead(302, { location: `/${++count}` }).end()
    expect(await codeOf(send(egressWith('127.0.0.1'), server.url))).toBe('http/too-many-redirects')
    expect(count).toBe(6)
  })

  test('are given as they are when they are not followed', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.9/' }).end()
    const response = await send(egressWith('127.0.0.1'), server.url, { followRedirects: false })
    expect(response).toMatchObject({ status: 302, headers: { location: 'http://127.0.0.9/' } })
  })
})

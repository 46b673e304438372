import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { closeEgresses, codeOf, egressWith, resolving, send } from './egress.fixture.js'
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

describe('addresses that are inside', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://017700000001:PORT/',
    'http://0:PORT/',
    'http://127。0。0。1:PORT/',
    'http://①②⑦.0.0.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://168.63.129.16/',
    'http://10.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST.:PORT/',
    'http://x.localhost:PORT/',
    'http://metadata.google.internal/',
    'http://printer.local/',
    'https://127.0.0.1:PORT/',
  ])('%s is blocked', async (url) => {
    answer = (_request, response) => response.end('inside')
    const before = server.received.length
    expect(await codeOf(send(egressWith(''), url.replace('PORT', String(server.port))))).toBe('http/blocked-address')
    expect(server.received).toHaveLength(before)
  })

  test.each([[['127.0.0.1']], [['::1']], [['::ffff:127.0.0.1']], [['8.8.8.8', '10.0.0.1']], [['169.254.169.254']]])(
    'a name that resolves to %j is blocked',
    async (addresses) => {
      const egress = egressWith('', resolving(addresses))
      expect(await codeOf(send(egress, `http://innocent.example:${server.port}/`))).toBe('http/blocked-address')
    },
  )

  test('a name that answers differently the second time is blocked then', async () => {
    answer = (_request, response) => response.writeHead(200, { connection: 'close' }).end('public')
    const egress = egressWith('127.0.0.2/32', resolving(['127.0.0.2'], ['127.0.0.1']))
    const url = `http://rebinding.example:${server.port}/`
    expect((await send(egress, url)).body.toString()).toBe('public')
    expect(await codeOf(send(egress, url))).toBe('http/blocked-address')
  })

  test.each(['http://127.0.0.1:PORT/', 'http://169.254.169.254/', '//localhost:PORT/', 'http://2130706433:PORT/'])(
    'a redirect to %s is blocked',
    async (target) => {
      const location = target.replace('PORT', String(server.port))
      answer = (_request, response) => response.writeHead(302, { location }).end()
      const egress = egressWith('127.0.0.2/32', resolving(['127.0.0.2']))
      expect(await codeOf(send(egress, `http://public.example:${server.port}/`))).toBe('http/blocked-address')
    },
  )

  test.each(['file:///etc/passwd', 'ftp://127.0.0.2/', 'http://user:pass@127.0.0.2/', 'gopher://x/'])(
    'a redirect to %s is refused',
    async (location) => {
      answer = (_request, response) => response.writeHead(302, { location }).end()
      expect(await codeOf(send(egressWith(`127.0.0.1:${server.port}`), server.url))).toBe('http/invalid-request')
    },
  )
})

describe('what the operator allows', () => {
  test.each(['127.0.0.1', '127.0.0.0/8', '127.0.0.1:PORT'])('%s', async (allow) => {
    answer = (_request, response) => response.end('yes')
    const egress = egressWith(allow.replace('PORT', String(server.port)))
    expect((await send(egress, server.url)).body.toString()).toBe('yes')
  })

  test('a host by its name', async () => {
    answer = (_request, response) => response.end('yes')
    const egress = egressWith('wiki.local', resolving(['127.0.0.1']))
    expect((await send(egress, `http://wiki.local:${server.port}/`)).body.toString()).toBe('yes')
    expect(await codeOf(send(egress, `http://other.local:${server.port}/`))).toBe('http/blocked-address')
  })

  test('another port stays closed', async () => {
    expect(await codeOf(send(egressWith('127.0.0.1:1'), server.url))).toBe('http/blocked-address')
  })
})

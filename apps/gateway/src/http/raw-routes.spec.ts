import { ReceiveWebhook } from '@linkflow/contracts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { problem, startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'

let gw: TestGateway
beforeAll(async () => {
  gw = await startGateway()
})
afterAll(() => gw.close())

const deliver = (path: string, init: RequestInit = {}) => gw.fetch(path, { method: 'POST', ...init, anonymous: true })
const input = () => gw.seen(ReceiveWebhook).at(-1)!.input

test('a delivery goes on as it came', async () => {
  const response = await deliver('/webhook/tok/a/b?x=1&x=2&y=z', {
    body: '{"not": json}',
    headers: { 'content-type': 'application/json', Authorization: 'Bearer theirs', Cookie: 'a=b', 'X-Signature': 's' },
  })
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('{"ok":true}')
  expect(input()).toMatchObject({
    token: 'tok',
    path: 'a/b',
    method: 'POST',
    url: '/webhook/tok/a/b?x=1&x=2&y=z',
    query: { x: ['1', '2'], y: 'z' },
    rawBody: '{"not": json}',
    headers: { authorization: 'Bearer theirs', cookie: 'a=b', 'x-signature': 's', 'content-type': 'application/json' },
  })
  expect(input()).not.toHaveProperty('base64')
})

test('bytes that are no text go as base64', async () => {
  await deliver('/webhook/tok', { body: new Uint8Array([0xff, 0x00, 0xfe]), headers: { 'content-type': 'image/png' } })
  expect(input()).toMatchObject({ path: '', rawBody: Buffer.from([0xff, 0x00, 0xfe]).toString('base64'), base64: true })
})

test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('%s is taken, too', async (method) => {
  expect((await deliver('/webhook/tok?a=1', { method })).status).toBe(200)
  expect(input()).toMatchObject({ method, rawBody: '', query: { a: '1' } })
})

test('a body without a content type is taken', async () => {
  await deliver('/webhook/tok', { body: new Uint8Array(Buffer.from('plain')) })
  expect(input().rawBody).toBe('plain')
})

test('16 MiB are taken, more is refused', async () => {
  const bytes = new Uint8Array(16 * 1024 * 1024).fill(97)
  expect((await deliver('/webhook/tok', { body: bytes })).status).toBe(200)
  expect(String(input().rawBody)).toHaveLength(bytes.length)
  const response = await deliver('/webhook/tok', { body: new Uint8Array(bytes.length + 1) })
  expect(await problem(response)).toMatchObject({ status: 413, limitBytes: bytes.length })
})

test('another method is 405', async () => {
  expect((await deliver('/webhook/tok', { method: 'OPTIONS' })).headers.get('allow')).toContain('POST')
})

test('the answer is the service’s, but the connection and the safety of our origin are ours', async () => {
  gw.answer(ReceiveWebhook, () => ({
    status: 418,
    headers: {
      'Content-Type': 'text/html',
      'X-Mine': 'yes',
      Connection: 'upgrade',
      'Transfer-Encoding': 'chunked',
      'Content-Length': '9999',
      'Content-Security-Policy': 'default-src *',
      'X-Bad': 'a\r\nSet-Cookie: evil=1',
      'bad name': 'x',
    },
    body: Buffer.from('<b>hi</b>').toString('base64'),
    base64: true,
  }))
  const response = await deliver('/webhook/tok')
  expect(response.status).toBe(418)
  expect(await response.text()).toBe('<b>hi</b>')
  expect(response.headers.get('content-type')).toBe('text/html')
  expect(response.headers.get('x-mine')).toBe('yes')
  expect(response.headers.get('content-security-policy')).toMatch(/^sandbox /)
  expect(response.headers.get('set-cookie')).toBeNull()
  expect(response.headers.get('x-bad')).toBeNull()
})

test('an answer without a body', async () => {
  gw.answer(ReceiveWebhook, () => ({ status: 204, headers: {}, body: '' }))
  const response = await deliver('/webhook/tok')
  expect([response.status, await response.text()]).toEqual([204, ''])
})

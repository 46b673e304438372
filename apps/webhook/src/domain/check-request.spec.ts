import { createHmac } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { Verification } from '@linkflow/contracts'
import type { z } from 'zod'
import { checkRequest, secretOf } from './check-request.js'
import type { DeliveryRequest } from './delivery-request.js'

const CREDENTIAL = '0191d5a0-0000-7000-8000-000000000001'
const NOW = Date.parse('2026-01-02T03:04:05Z')
const SECONDS = String(NOW / 1000)
const BODY = '{"total":"12 €","nul":"\\u0000"}'

const request = (headers: Record<string, string>, change: Partial<DeliveryRequest> = {}): DeliveryRequest => ({
  token: 't',
  path: '',
  method: 'POST',
  address: '192.0.2.1',
  url: '/webhook/t?x=1',
  query: {},
  headers,
  rawBody: BODY,
  base64: false,
  ...change,
})
const hmac = (
  algorithm: string,
  secret: string | Buffer,
  content: string | Buffer,
  encoding: 'hex' | 'base64' | 'base64url',
) => createHmac(algorithm, secret).update(content).digest(encoding)
const proof = (secrets: readonly string[], nowMs: number) => ({ secrets, nowMs, publicUrl: 'https://flow.example' })
const verification = (given: z.input<typeof Verification>) => Verification.parse(given)

type Hmac = Omit<Extract<z.input<typeof Verification>, { kind: 'hmac' }>, 'kind' | 'credentialId'>
const accepted: [string, Hmac, Record<string, string>, Partial<DeliveryRequest>?][] = [
  [
    'GitHub',
    { header: 'X-Hub-Signature-256', prefix: 'sha256=' },
    { 'x-hub-signature-256': `sha256=${hmac('sha256', 'key', BODY, 'hex')}` },
  ],
  [
    'GitHub, upper case',
    { header: 'x-hub-signature-256', prefix: 'sha256=' },
    { 'x-hub-signature-256': `sha256=${hmac('sha256', 'key', BODY, 'hex').toUpperCase()}` },
  ],
  [
    'Shopify',
    { header: 'X-Shopify-Hmac-Sha256', encoding: 'base64' },
    { 'x-shopify-hmac-sha256': hmac('sha256', 'key', BODY, 'base64') },
  ],
  [
    'Slack',
    {
      header: 'X-Slack-Signature',
      prefix: 'v0=',
      signedContent: 'v0:{timestamp}:{body}',
      timestampHeader: 'X-Slack-Request-Timestamp',
    },
    {
      'x-slack-signature': `v0=${hmac('sha256', 'key', `v0:${SECONDS}:${BODY}`, 'hex')}`,
      'x-slack-request-timestamp': SECONDS,
    },
  ],
  ['sha1', { header: 's', algorithm: 'sha1' }, { s: hmac('sha1', 'key', BODY, 'hex') }],
  ['sha384', { header: 's', algorithm: 'sha384' }, { s: hmac('sha384', 'key', BODY, 'hex') }],
  [
    'sha512 in base64url with padding',
    { header: 's', algorithm: 'sha512', encoding: 'base64url' },
    { s: `${hmac('sha512', 'key', BODY, 'base64url')}==` },
  ],
  [
    'everything there is to sign',
    {
      header: 's',
      signedContent: '{id}|{timestamp}|{method}|https://a.example{url}|{body}',
      idHeader: 'I',
      timestampHeader: 'T',
    },
    {
      i: 'evt_1',
      t: `${NOW}`,
      s: hmac('sha256', 'key', `evt_1|${NOW}|POST|https://a.example/webhook/t?x=1|${BODY}`, 'hex'),
    },
  ],
  [
    'a placeholder that comes out of a header stays text',
    { header: 's', signedContent: '{id}.{body}', idHeader: 'I' },
    { i: '{body}', s: hmac('sha256', 'key', `{body}.${BODY}`, 'hex') },
  ],
  [
    'bytes that are no text',
    { header: 's' },
    { s: hmac('sha256', 'key', Buffer.from([0xff, 0, 0xfe]), 'hex') },
    { rawBody: Buffer.from([0xff, 0, 0xfe]).toString('base64'), base64: true },
  ],
  ['an empty body', { header: 's' }, { s: hmac('sha256', 'key', '', 'hex') }, { rawBody: '' }],
]

describe('an HMAC', () => {
  test.each(accepted)('is accepted: %s', (...[, settings, headers, change]) => {
    const verify = verification({ kind: 'hmac', credentialId: CREDENTIAL, ...settings })
    expect(checkRequest(verify, request(headers, change), proof(['key'], NOW))).toBeUndefined()
    expect(checkRequest(verify, request(headers, change), proof(['new key', 'key'], NOW))).toBeUndefined()
    expect(checkRequest(verify, request(headers, change), proof(['other'], NOW))).toBe('The signature does not match.')
    const tampered = request(headers, { ...change, rawBody: change?.base64 ? 'AAAA' : `${BODY} ` })
    expect(checkRequest(verify, tampered, proof(['key'], NOW))).toBe('The signature does not match.')
  })

  const signed = { s: hmac('sha256', 'key', `${SECONDS}.${BODY}`, 'hex'), t: SECONDS }
  const stamped: Hmac = { header: 's', signedContent: '{timestamp}.{body}', timestampHeader: 't' }
  test.each<[string, Hmac, Record<string, string>, number]>([
    ['without a signature', { header: 's' }, {}, NOW],
    ['with an empty signature', { header: 's' }, { s: '' }, NOW],
    ['without the prefix', { header: 's', prefix: 'sha256=' }, { s: hmac('sha256', 'key', BODY, 'hex') }, NOW],
    ['in another encoding', { header: 's', encoding: 'base64' }, { s: hmac('sha256', 'key', BODY, 'hex') }, NOW],
    ['that is only the beginning', { header: 's' }, { s: hmac('sha256', 'key', BODY, 'hex').slice(0, 32) }, NOW],
    ['without its timestamp', stamped, { s: signed.s }, NOW],
    ['with a timestamp nobody was told to read', { header: 's', signedContent: '{timestamp}.{body}' }, signed, NOW],
    ['too old', stamped, signed, NOW + 300_001],
    ['from too far ahead', stamped, signed, NOW - 300_001],
    ['with a timestamp that is no number', stamped, { ...signed, t: `${SECONDS}.5` }, NOW],
    ['without its id', { header: 's', signedContent: '{id}.{body}', idHeader: 'i' }, { s: 'x' }, NOW],
    ['in a header of the prototype', { header: 'constructor' }, {}, NOW],
  ])('is refused: %s', (_name, settings, headers, nowMs) => {
    const verify = verification({ kind: 'hmac', credentialId: CREDENTIAL, ...settings })
    expect(checkRequest(verify, request(headers), proof(['key'], nowMs))).toEqual(expect.any(String))
  })

  test('is accepted up to the tolerance', () => {
    const verify = verification({ kind: 'hmac', credentialId: CREDENTIAL, ...stamped, toleranceSeconds: 10 })
    expect(checkRequest(verify, request(signed), proof(['key'], NOW + 10_000))).toBeUndefined()
    expect(checkRequest(verify, request(signed), proof(['key'], NOW + 10_001))).toBe(
      'The timestamp is too far from now.',
    )
  })
})

describe('a Standard Webhook', () => {
  const verify = verification({ kind: 'standard-webhooks', credentialId: CREDENTIAL })
  const key = Buffer.from('a key of twenty-four byt')
  const secret = `whsec_${key.toString('base64')}`
  const signature = `v1,${hmac('sha256', key, `msg_1.${SECONDS}.${BODY}`, 'base64')}`
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': SECONDS, 'webhook-signature': signature }

  test('of the specification is accepted', () => {
    // The example of the specification's reference implementations.
    const known = request(
      {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      { rawBody: '{"test": 2432232314}' },
    )
    const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']
    expect(checkRequest(verify, known, proof(secrets, 1614265330_000))).toBeUndefined()
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['plain', {}, [secret]],
    ['one of several signatures', { 'webhook-signature': `v1a,xyz v1,AAAA ${signature}` }, [secret]],
    ['a secret without its prefix', {}, [key.toString('base64')]],
    ['the secret of before a rotation', {}, ['whsec_AAAA', secret]],
  ])('is accepted: %s', (_name, change, secrets) => {
    expect(checkRequest(verify, request({ ...headers, ...change }), proof(secrets, NOW))).toBeUndefined()
  })

  test.each<[string, Record<string, string>, number]>([
    ['another id', { 'webhook-id': 'msg_2' }, NOW],
    ['no id', { 'webhook-id': '' }, NOW],
    ['another version', { 'webhook-signature': signature.replace('v1,', 'v2,') }, NOW],
    ['no version', { 'webhook-signature': signature.slice(3) }, NOW],
    ['too old', {}, NOW + 301_000],
    ['too far ahead', {}, NOW - 301_000],
  ])('is refused: %s', (_name, change, nowMs) => {
    expect(checkRequest(verify, request({ ...headers, ...change }), proof([secret], nowMs))).toEqual(expect.any(String))
  })
})

describe('a header', () => {
  const verify = verification({ kind: 'header', header: 'X-Token', credentialId: CREDENTIAL })
  test.each<[string | undefined, boolean]>([
    ['secret', true],
    ['Secret', false],
    ['secret ', false],
    ['', false],
    [undefined, false],
  ])('%j proves the request: %j', (given, proven) => {
    const headers: Record<string, string> = given === undefined ? {} : { 'x-token': given }
    expect(checkRequest(verify, request(headers), proof(['secret'], NOW)) === undefined).toBe(proven)
  })
})

test('without a secret nothing is proven', () => {
  const kinds = [
    verification({ kind: 'header', header: 'x', credentialId: CREDENTIAL }),
    verification({ kind: 'hmac', header: 'x', credentialId: CREDENTIAL }),
    verification({ kind: 'standard-webhooks', credentialId: CREDENTIAL }),
  ]
  for (const verify of kinds)
    expect(checkRequest(verify, request({ x: '' }), proof([], NOW))).toBe('The secret of the webhook is gone.')
  expect(checkRequest({ kind: 'none' }, request({}), proof([], NOW))).toBeUndefined()
})

test.each<[Record<string, string>, string | undefined]>([
  [{ secret: 's' }, 's'],
  [{ name: 'X-Token', value: 'v' }, 'v'],
  [{ token: 't' }, 'Bearer t'],
  [{ secret: '' }, undefined],
  [{ username: 'u' }, undefined],
])('the secret of %j is %j', (fields, secret) => {
  expect(secretOf(fields)).toBe(secret)
})

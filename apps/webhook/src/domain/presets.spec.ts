import { createHmac, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { webhookPresets } from '@linkflow/contracts'
import type { Verification, WebhookPreset } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { SignJWT } from 'jose'
import { isAllowed } from './allowed-address.js'
import { checkRequest, secretOf } from './check-request.js'
import { toItem } from './delivery-item.js'
import type { DeliveryRequest } from './delivery-request.js'
import { eventIdOf } from './event-id.js'
import { handshakeReply } from './handshake.js'
import { presets } from './presets.js'
import type { Webhook } from './webhook.js'

const NOW = Date.parse('2026-01-02T03:04:05Z')
const SECONDS = String(NOW / 1000)
const SECRET = 'the secret'
const URL_PATH = '/webhook/token?a=1'
const FULL_URL = `https://flow.example${URL_PATH}`
const credentialId = newId()
const proof = (secrets: string[] = [SECRET], nowMs = NOW) => ({ secrets, nowMs, publicUrl: 'https://flow.example' })
const sign = (content: string, algorithm = 'sha256', encoding: 'hex' | 'base64' = 'hex', secret = SECRET) =>
  createHmac(algorithm, secret).update(content).digest(encoding)

function request(headers: Record<string, string>, rawBody: string): DeliveryRequest {
  return {
    ...{ token: 'token', path: '', method: 'POST', url: URL_PATH, query: {}, address: '192.0.2.1', base64: false },
    headers: { 'content-type': 'application/json', ...headers },
    rawBody,
  }
}
const webhookWith = (verify: Verification) =>
  ({ id: newId(), workflowId: newId(), version: 1, verify }) as unknown as Webhook

interface Sample {
  body: string
  headers: (body: string) => Record<string, string>
  eventId: string | undefined
}
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const samples: Record<WebhookPreset, Sample> = {
  github: {
    body: '{"action":"opened"}',
    headers: (body) => ({ 'x-hub-signature-256': `sha256=${sign(body)}`, 'x-github-delivery': 'd-1' }),
    eventId: 'd-1',
  },
  gitlab: {
    body: '{"object_kind":"push"}',
    headers: () => ({ 'x-gitlab-token': SECRET, 'idempotency-key': 'k-1' }),
    eventId: 'k-1',
  },
  hubspot: {
    body: '[{"eventId":1}]',
    headers: (body) => ({
      'x-hubspot-request-timestamp': String(NOW),
      'x-hubspot-signature-v3': sign(`POST${FULL_URL}${body}${NOW}`, 'sha256', 'base64'),
    }),
    eventId: undefined,
  },
  shopify: {
    body: '{"id":1}',
    headers: (body) => ({
      'x-shopify-hmac-sha256': sign(body, 'sha256', 'base64'),
      'x-shopify-webhook-id': 'w-1',
    }),
    eventId: 'w-1',
  },
  slack: {
    body: '{"type":"event_callback","event_id":"Ev1"}',
    headers: (body) => ({
      'x-slack-request-timestamp': SECONDS,
      'x-slack-signature': `v0=${sign(`v0:${SECONDS}:${body}`)}`,
    }),
    eventId: 'Ev1',
  },
  stripe: {
    body: '{"id":"evt_1"}',
    headers: (body) => ({
      'stripe-signature': `t=${SECONDS},v1=${'0'.repeat(64)},v1=${sign(`${SECONDS}.${body}`)},v0=x`,
    }),
    eventId: 'evt_1',
  },
  twilio: {
    body: 'To=%2B1&Body=Hi+there&From=%2B2',
    headers: () => ({
      ...form,
      'x-twilio-signature': sign(`${FULL_URL}BodyHi thereFrom+2To+1`, 'sha1', 'base64'),
      'i-twilio-idempotency-token': 't-1',
    }),
    eventId: 't-1',
  },
}

describe.each(webhookPresets)('%s', (preset) => {
  const verify: Verification = { kind: 'preset', preset, credentialId }
  const { body, headers, eventId } = samples[preset]
  const genuine = request(headers(body), body)

  test('what it signed is taken, by the present secret and the one before', () => {
    expect(checkRequest(verify, genuine, proof())).toBeUndefined()
    expect(checkRequest(verify, genuine, proof(['new one', SECRET]))).toBeUndefined()
  })

  test('another secret, another body and a missing header are not', () => {
    expect(checkRequest(verify, genuine, proof(['other']))).toEqual(expect.any(String))
    expect(checkRequest(verify, request({}, body), proof())).toEqual(expect.any(String))
    const changed = request(headers(body), body.replace('1', '2').replace('push', 'tag').replace('opened', 'closed'))
    // A token says nothing about the body.
    if (presets[preset].verify.kind === 'hmac')
      expect(checkRequest(verify, changed, proof())).toEqual(expect.any(String))
  })

  test('its event id is known', () => {
    const item = toItem(genuine, verify)
    expect(eventIdOf(webhookWith(verify), genuine, item, NOW)).toBe(eventId)
  })
})

test('what was signed too long ago is refused', () => {
  for (const preset of ['slack', 'stripe', 'hubspot'] as const) {
    const { body, headers } = samples[preset]
    const late = proof([SECRET], NOW + 301_000)
    const reason = checkRequest({ kind: 'preset', preset, credentialId }, request(headers(body), body), late)
    expect(reason).toBe('The timestamp is too far from now.')
  }
})

test('a Stripe header without its parts is refused', () => {
  const verify: Verification = { kind: 'preset', preset: 'stripe', credentialId }
  const given = ['', 't=1', 'v1=ab', `t=${SECONDS}`, `v1=${sign('.{}')}`, `t=${SECONDS},v1=`]
  for (const header of given)
    expect(checkRequest(verify, request({ 'stripe-signature': header }, '{}'), proof())).toEqual(expect.any(String))
})

test('Slack’s question whether somebody is there is answered with its challenge', () => {
  const verify: Verification = { kind: 'preset', preset: 'slack', credentialId }
  const ask = (body: unknown) => {
    const delivery = request({}, JSON.stringify(body))
    return handshakeReply(webhookWith(verify), toItem(delivery, verify), NOW)
  }
  expect(ask({ type: 'url_verification', challenge: 'abc' })).toMatchObject({ status: 200, body: 'abc' })
  expect(ask({ type: 'event_callback' })).toBeUndefined()
  expect(ask({})).toBeUndefined()
})

test('basic: the user name and the password', () => {
  const secret = secretOf({ username: 'ann', password: 'pässword' })!
  const given = (text: string) =>
    checkRequest(
      { kind: 'basic', credentialId },
      request({ authorization: `Basic ${Buffer.from(text).toString('base64')}` }, ''),
      proof([secret]),
    )
  expect(given('ann:pässword')).toBeUndefined()
  expect(given('ann:other')).toBe('The header does not match.')
})

describe('jwt', () => {
  const verify: Extract<Verification, { kind: 'jwt' }> = {
    ...{ kind: 'jwt', algorithm: 'HS256', header: 'Authorization', credentialId },
    ...{ issuer: 'sender', audience: 'flow' },
  }
  const key = new TextEncoder().encode(SECRET)
  const token = (claims: { iss?: string; aud?: string; exp?: number } = {}) =>
    new SignJWT({ iss: 'sender', aud: 'flow', exp: NOW / 1000 + 60, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key)
  const check = (text: string, by: Verification = verify, secrets?: string[]) =>
    checkRequest(by, request({ authorization: `Bearer ${text}` }, ''), proof(secrets))

  test('one that the secret signed, for us, in time', async () => {
    expect(await check(await token())).toBeUndefined()
    expect(await check(await token(), verify, ['new', SECRET])).toBeUndefined()
  })

  test.each([
    ['an old one', { exp: NOW / 1000 - 61 }, 'The token has expired.'],
    ['one of another sender', { iss: 'other' }, 'The token is meant for something else.'],
    ['one for somebody else', { aud: 'other' }, 'The token is meant for something else.'],
  ])('%s is refused', async (_name, claims, reason) => {
    expect(await check(await token(claims))).toBe(reason)
  })

  test('another secret, no signature at all, no token', async () => {
    expect(await check(await token(), verify, ['other'])).toBe('The token does not match.')
    const [, claims] = (await token()).split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
    expect(await check(none)).toBe('The token does not match.')
    expect(await checkRequest(verify, request({}, ''), proof())).toBe('The token is missing.')
  })

  test('by a public key, which is never taken for a shared secret', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const asymmetric: Verification = { kind: 'jwt', algorithm: 'ES256', header: 'Authorization', credentialId }
    const exp = NOW / 1000 + 60
    const genuine = await new SignJWT({ exp }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey)
    const confused = await new SignJWT({ exp }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(pem))
    expect(await check(genuine, asymmetric, [pem])).toBeUndefined()
    expect(await check(confused, asymmetric, [pem])).toBe('The token does not match.')
    expect(await check(genuine, asymmetric, ['no key'])).toBe('The token does not match.')
  })

  test('the token does not reach the workflow', async () => {
    const custom: Verification = { ...verify, header: 'X-Token' }
    const { json } = toItem(request({ 'x-token': await token(), 'x-other': '1' }, ''), custom)
    expect(json.headers).toEqual({ 'content-type': 'application/json', 'x-other': '1' })
  })
})

test.each<[string, string[], boolean]>([
  ['192.0.2.7', ['192.0.2.0/24'], true],
  ['192.0.3.7', ['192.0.2.0/24'], false],
  ['192.0.2.7', ['192.0.2.7'], true],
  ['::ffff:192.0.2.7', ['192.0.2.0/24'], true],
  ['2001:db8::1', ['2001:db8::/32'], true],
  ['2001:db9::1', ['2001:db8::/32', '192.0.2.0/24'], false],
  ['192.0.2.7', ['::/0'], false],
  ['', ['0.0.0.0/0'], false],
  ['unknown', ['0.0.0.0/0', '::/0'], false],
])('%s on %j: %s', (address, allowed, expected) => {
  expect(isAllowed(address, allowed)).toBe(expected)
})

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { Client, register } from './client.js'
import type { Account } from './client.js'
import { MailServer } from './notification/mail-server.js'
import { System } from './system.js'

const BOOT_MS = 240_000
const NEW_PASSWORD = 'seven lanterns over the canal'

describe.each(['standalone', 'distributed'] as const)('accounts, %s', (topology) => {
  let system: System
  let mail: MailServer
  let anonymous: Client

  beforeAll(async () => {
    mail = await MailServer.start()
    const env = { LOG_LEVEL: 'debug', SMTP_URL: mail.url, TRUST_PROXY: '1', LINKFLOW_NOTIFICATION_POLL_MS: '50' }
    system = await System.start(topology, { env })
    anonymous = new Client(system.url)
  }, BOOT_MS)
  afterAll(async () => {
    await system?.stop()
    await mail?.stop()
  })

  const mailed = (address: string, subject: string) =>
    until(`${subject} to ${address}`, () => Promise.resolve(mail.to(address).find((one) => one.subject === subject)))
  const tokenMailed = async ({ email }: Account, subject: string): Promise<string> =>
    /#token=([\w-]+)/.exec((await mailed(email, subject)).content)![1]!
  const logIn = ({ email }: Account, password: string) => anonymous.post('/auth/login', { email, password })
  /** Processes look an ended session up again after a while. */
  const isOver = ({ api }: Account) =>
    until('the session is over', async () => (await api.get('/auth/me')).status === 401)

  test('an address is confirmed by the link that registration mails, once', async () => {
    const ann = await register(system.url)
    const token = await tokenMailed(ann, 'Confirm your e-mail address')
    expect((await anonymous.post('/auth/verify-email', { token })).status).toBe(204)
    expect((await ann.api.get('/auth/me')).body.user).toMatchObject({ emailVerified: true })
    const again = await anonymous.post('/auth/verify-email', { token })
    expect(again).toMatchObject({ status: 400, body: { code: 'auth/link-invalid' } })
  })

  test('a forgotten password is replaced by the link that is mailed, and nobody stays signed in', async () => {
    const ann = await register(system.url)
    const known = await anonymous.post('/auth/forgot-password', { email: ann.email })
    const unknown = await anonymous.post('/auth/forgot-password', { email: `not-${ann.email}` })
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
    const token = await tokenMailed(ann, 'Choose a new password')
    expect((await anonymous.post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204)
    await isOver(ann)
    expect((await logIn(ann, ann.password)).status).toBe(401)
    expect((await logIn(ann, NEW_PASSWORD)).status).toBe(200)
    await mailed(ann.email, 'Security: Your password was reset')
    expect(system.output.filter((line) => line.includes(token))).toEqual([])
  })

  test('an API key works from where it may be used, also for who uses it from there and elsewhere at once', async () => {
    const { api } = await register(system.url)
    const allow = ['198.51.100.0/24', '2001:db8::1']
    const { status, body } = await api.post('/api-keys', { name: 'CI', allow })
    expect([status, body.allow]).toEqual([201, allow])
    expect((await api.get('/api-keys')).body.items).toMatchObject([{ name: 'CI', allow }])
    const from = (address: string) =>
      new Client(system.url, { 'x-api-key': body.key, 'x-forwarded-for': address }).get('/auth/me')
    const replies = await Promise.all(['198.51.100.7', '192.0.2.1', '2001:db8::1', '2001:db8::2'].map(from))
    expect(replies.map((reply) => reply.status)).toEqual([200, 401, 200, 401])
    expect(replies[1]!.body).toMatchObject({ code: 'auth/unauthenticated', reason: 'address' })
    const wrong = await api.post('/api-keys', { name: 'CI', allow: ['10.0.0.0/8', 'example.com'] })
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: '/allow/1' }] } })
  })

  test('a password is changed, which ends the other sessions and tells its owner', async () => {
    const ann = await register(system.url)
    const { body } = await logIn(ann, ann.password)
    const there = { ...ann, api: anonymous.with({ authorization: `Bearer ${body.accessToken}` }) }
    const change = { currentPassword: ann.password, newPassword: NEW_PASSWORD }
    expect((await ann.api.post('/auth/password', change)).status).toBe(204)
    await isOver(there)
    expect((await ann.api.get('/auth/me')).status).toBe(200)
    await mailed(ann.email, 'Security: Your password was changed')
  })

  test('sessions are listed and ended, one or all', async () => {
    const ann = await register(system.url)
    const { body } = await anonymous
      .with({ 'user-agent': 'a phone' })
      .post('/auth/login', { email: ann.email, password: ann.password })
    const phone = { ...ann, api: anonymous.with({ authorization: `Bearer ${body.accessToken}` }) }
    const { items } = (await ann.api.get('/auth/sessions')).body
    expect(items).toHaveLength(2)
    const listed = items.find(({ current }: { current: boolean }) => !current)
    expect(listed).toMatchObject({ userAgent: 'a phone', ip: expect.any(String) })
    expect((await ann.api.delete(`/auth/sessions/${listed.id}`)).status).toBe(204)
    await isOver(phone)
    expect((await ann.api.post('/auth/logout-everywhere')).status).toBe(204)
    await isOver(ann)
  })
})

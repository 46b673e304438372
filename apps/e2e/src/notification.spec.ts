import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { until } from '@linkflow/testing'
import { createHmac } from 'node:crypto'
import { Client, deploy, register, row } from './client.js'
import type { Account } from './client.js'
import { addMember } from './contracts/members.js'
import { EventSocket } from './contracts/live/event-socket.js'
import { MailServer } from './notification/mail-server.js'
import { WebhookTarget } from './notification/webhook-target.js'
import { System } from './system.js'

const BOOT_MS = 240_000
const WINDOW_MS = 3_000

/** A workflow whose every execution fails. */
const deployFailing = ({ api }: Account, name: string) =>
  deploy(api, {
    name,
    ...row(
      { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'immediately' } } as { id: string },
      { id: 'ask', type: 'http-request', parameters: { url: 'http://127.0.0.1:9/nowhere' } } as { id: string },
    ),
  })

describe.each(['standalone', 'distributed'] as const)('notifications, %s', (topology) => {
  let system: System
  let mail: MailServer
  let target: WebhookTarget
  let ann: Account

  beforeAll(async () => {
    mail = await MailServer.start()
    target = await WebhookTarget.start()
    system = await System.start(topology, {
      env: {
        LOG_LEVEL: 'info',
        SMTP_URL: mail.url,
        LINKFLOW_EGRESS_ALLOW: target.host,
        LINKFLOW_NOTIFICATION_POLL_MS: '50',
        LINKFLOW_NOTIFICATION_RETRY_MS: '20',
        LINKFLOW_NOTIFICATION_WINDOW_MS: String(WINDOW_MS),
      },
      more: { notification: 1 },
    })
    ann = await register(system.url)
  }, BOOT_MS)
  afterAll(async () => {
    await system?.stop()
    await target?.stop()
    await mail?.stop()
  })

  /** Mails to somebody but the one that everybody gets who registers. */
  const notified = ({ email }: Pick<Account, 'email'>) =>
    mail.to(email).filter(({ subject }) => subject !== 'Confirm your e-mail address')

  const titles = async ({ api }: Pick<Account, 'api'>): Promise<string[]> =>
    (await api.get('/notifications')).body.items.map(({ title }: { title: string }) => title)

  test('many failures of a workflow are one message at once and one for all the others', async () => {
    const socket = new EventSocket(system.url, { headers: { authorization: `Bearer ${ann.token}` } })
    await socket.opened
    socket.send({ type: 'subscribe', channel: 'notifications' })
    await socket.next('subscribed')
    const { webhookUrl } = await deployFailing(ann, 'Orders')
    await Promise.all(Array.from({ length: 30 }, () => new Client(system.url).post(webhookUrl, {})))
    expect(await socket.next('notification')).toMatchObject({ notification: { title: 'Orders failed' }, unread: 1 })
    const told = await until('the summary', async () => {
      const all = await titles(ann)
      const rest = all.map((title) => Number(/(\d+) more times/.exec(title)?.[1] ?? 0)).reduce((a, b) => a + b, 0)
      return rest === 29 && all
    })
    // A slow machine may need more than one window for thirty executions, never thirty messages.
    expect(told.length).toBeLessThan(6)
    expect(told.at(-1)).toBe('Orders failed')
    const mails = await until('the mails', () => notified(ann).length >= told.length && notified(ann))
    expect(mails.map(({ subject }) => subject).sort()).toEqual([...told].sort())
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(told.length)
    socket.break()
    const { text, url } = (await ann.api.get('/notifications')).body.items.at(-1)
    expect(text).toMatch(/^"ask" failed: .+ \(http\/[a-z-]+\)$/)
    const { status, body } = await ann.api.get(`${system.url}${new URL(url).pathname}`)
    expect([status, body.error.nodeId]).toEqual([200, 'ask'])
  })

  test('are read, counted and deleted by whom they are for, and by nobody else', async () => {
    const bob = await register(system.url)
    const { id } = (await bob.api.post('/notifications/test')).body
    await bob.api.post('/notifications/test')
    expect((await bob.api.get('/notifications/unread-count')).body).toEqual({ unread: 2 })
    const colleague = await addMember(system, bob.workspaceId, 'admin')
    for (const other of [ann.api, colleague.api]) {
      for (const ask of [other.post(`/notifications/${id}/read`), other.delete(`/notifications/${id}`)])
        expect(await ask).toMatchObject({ status: 404, body: { code: 'notification/not-found' } })
    }
    expect((await bob.api.post(`/notifications/${id}/read`)).body.readAt).toBeDefined()
    expect((await bob.api.get('/notifications?unread=true')).body.items).toHaveLength(1)
    expect((await bob.api.post('/notifications/read')).body).toEqual({ marked: 1 })
    expect((await bob.api.delete(`/notifications/${id}`)).status).toBe(204)
    expect((await bob.api.get('/notifications')).body.items).toHaveLength(1)
  })

  test('a webhook is signed and tried again; the inside of the network is out of reach', async () => {
    const bob = await register(system.url)
    target.answers = [503, 200]
    const reachable = { kind: 'webhook', url: `http://${target.host}/hook` }
    const { secret } = (await bob.api.post('/notification-endpoints', reachable)).body
    await bob.api.post('/notification-endpoints', { kind: 'webhook', url: 'http://169.254.169.254/latest' })
    await bob.api.post('/notifications/test', { endpoints: ['webhook'] })
    const messages = await until('both are settled', async () => {
      const { items } = (await bob.api.get('/outgoing-messages')).body
      return items.length === 2 && items.every(({ state }: { state: string }) => state !== 'queued') && items
    })
    expect(messages).toContainEqual(expect.objectContaining({ recipient: target.host, state: 'sent', attempts: 2 }))
    expect(messages).toContainEqual(
      expect.objectContaining({ recipient: '169.254.169.254', state: 'failed', error: 'http/blocked-address' }),
    )
    const [first, second] = target.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    const { 'webhook-id': id, 'webhook-timestamp': at } = second!.headers
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const signature = createHmac('sha256', key).update(`${id}.${at}.${second!.body}`).digest('base64')
    expect(second?.headers['webhook-signature']).toBe(`v1,${signature}`)
  })

  test('a template of the workspace is used until the built-in one is restored', async () => {
    const bob = await register(system.url)
    const path = '/email-templates/execution-failed'
    const content = { subject: 'Oh no: {{workflowName}}', text: '{{executionUrl}}', html: '<p>{{errorCode}}</p>' }
    expect(await bob.api.put(path, { ...content, html: '{{eror}}' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/html', code: 'unknown-variable' }] },
    })
    expect((await bob.api.put(path, content)).body).toMatchObject({ version: 1, source: 'workspace' })
    expect((await bob.api.post(`${path}/preview`)).body.subject).toMatch(/^Oh no: /)
    const { webhookUrl } = await deployFailing(bob, '<b>Bills</b>')
    await new Client(system.url).post(webhookUrl, {})
    const [sent] = await until('the mail', () => notified(bob).length > 0 && notified(bob))
    expect(sent?.subject).toBe('Oh no: <b>Bills</b>')
    expect((await bob.api.delete(path)).body).toMatchObject({ source: 'built-in' })
    expect((await bob.api.get(`${path}/versions`)).body.items).toHaveLength(2)
  })

  test('one click on the link in a mail ends that kind of mail, without signing in', async () => {
    const bob = await register(system.url)
    const { webhookUrl } = await deployFailing(bob, 'Parcels')
    await new Client(system.url).post(webhookUrl, {})
    const [sent] = await until('the mail', () => notified(bob).length > 0 && notified(bob))
    const url = /<(http[^>]+\/unsubscribe\/[^>]+)>/.exec(sent?.listUnsubscribe ?? '')![1]!
    expect(url.startsWith(topology === 'distributed' ? system.url : 'http')).toBe(true)
    const path = `${system.url}${new URL(url).pathname}`
    const anonymous = new Client(system.url)
    const page = await anonymous.get(path)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const timing = async () =>
      (await bob.api.get('/notification-preferences')).body.preferences.find(
        (one: { event: string; channel: string }) => one.event === 'execution-failed' && one.channel === 'email',
      ).timing
    expect(await timing()).toBe('immediately')
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await anonymous.post(path, 'List-Unsubscribe=One-Click', { headers: form })).status).toBe(200)
    expect(await timing()).toBe('never')
    expect((await anonymous.post(`${path}x`)).body.code).toBe('notification/unsubscribe-link-invalid')
  })

  test('metrics tell what was sent and what waits', async () => {
    const urls = [...system.ports].filter(([name]) => topology === 'standalone' || name.startsWith('notification'))
    const texts = await Promise.all(
      urls.map(async ([, port]) => String((await ann.api.get(`http://127.0.0.1:${port}/metrics`)).body)),
    )
    const text = texts.join('\n')
    expect(text).toMatch(
      /linkflow_notification_messages_total\{[^}]*channel="email",provider="smtp",outcome="sent"[^}]*\} [1-9]/,
    )
    expect(text).toMatch(/linkflow_notification_retries_total\{[^}]*channel="webhook"[^}]*\} [1-9]/)
    expect(text).toContain('linkflow_notification_queue_depth')
    expect(text).toContain('linkflow_notification_queue_age_seconds')
  })

  test('no address of an endpoint and no link of a mail is in the logs', async () => {
    const url = `http://${target.host}/canary-${newId()}`
    target.answers = [400]
    const bob = await register(system.url)
    await bob.api.post('/notification-endpoints', { kind: 'slack', url })
    await bob.api.post('/notifications/test', { endpoints: ['slack'] })
    await until('it was refused', async () => {
      const { items } = (await bob.api.get('/outgoing-messages')).body
      return items[0]?.state === 'failed'
    })
    expect(system.output.join('\n')).not.toMatch(/canary|unsubscribe\//)
  })
})

describe('without a mail provider', () => {
  let system: System
  beforeAll(async () => {
    system = await System.start('standalone', { env: { LOG_LEVEL: 'info' } })
  }, BOOT_MS)
  afterAll(() => system?.stop())

  test('e-mails are kept and said to be, without what they say; people are told in the app', async () => {
    const ann = await register(system.url)
    const { webhookUrl } = await deployFailing(ann, 'Canary')
    await new Client(system.url).post(webhookUrl, {})
    const [message] = await until('it was kept', async () => {
      const { items } = (await ann.api.get('/outgoing-messages')).body
      return items[0]?.state === 'not-configured' && items
    })
    expect(message).toMatchObject({ channel: 'email', about: 'execution-failed', recipient: ann.email })
    expect((await ann.api.get('/notifications')).body.items).toMatchObject([{ title: 'Canary failed' }])
    const line = await until('it was said', () => system.output.find((text) => text.includes(message.id)))
    expect(line).toContain('no mail provider')
    expect(line).not.toMatch(/Canary|executionUrl|http/)
  })
})

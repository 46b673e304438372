import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  ExecutionsFinished,
  ListNotifications,
  notificationsSubject,
  UpdateNotificationPreferences,
} from '@linkflow/contracts'
import type { EventData, ListedMember, NotificationNews } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { givenNotification, member, outgoing } from './harness.js'
import type { Given } from './harness.js'
import { TestSmtpServer } from './smtp-server.js'

type Finished = EventData<typeof ExecutionsFinished>['executions'][number]

let smtp: TestSmtpServer
let given: Given
let workspaceId: string
let ann: ListedMember
let nowMs: number
const clock = { now: () => new Date(nowMs) }

const failed = (workflowId: string, change: Partial<Finished> = {}): Finished => ({
  executionId: newId(),
  workflowId,
  version: 1,
  status: 'failed',
  trigger: 'webhook',
  startedAt: '2030-01-01T00:00:00.000Z',
  finishedAt: '2030-01-01T00:00:01.000Z',
  nodeExecutions: 1,
  errorCode: 'http/timeout',
  ...change,
})

async function publish(executions: Finished[], id = newId()): Promise<void> {
  const subject = `${ExecutionsFinished.subject}.${workspaceId}`
  await given.services.transport.publishEvent({ id, subject, key: id, seq: 1, data: { executions }, headers: {} })
}

const counted = (workflowId: string, count: number) =>
  until(`${count} are counted`, async () => {
    const rows = await given.services.database.query<{ counted: number }>(
      `select counted from notification.failure_groups where workflow_id = $1 and first_execution_id is null`,
      [workflowId],
    )
    return rows[0]?.counted === count
  })

const inApp = async ({ userId }: ListedMember) =>
  (await given.services.call(ListNotifications, {}, contexts.user({ userId, workspaceId }))).items

const titlesOf = (who: ListedMember, count: number) =>
  until(`${count} notifications`, async () => {
    const items = await inApp(who)
    return items.length >= count && items.map(({ title }) => title)
  })

describe.each(['local', 'nats'] as const)('failed executions, over %s', (transport) => {
  beforeEach(async () => {
    nowMs = Date.parse('2030-01-01T12:00:00Z')
    smtp = await TestSmtpServer.start()
    given = await givenNotification({ transport, clock, env: { SMTP_URL: smtp.url } })
    workspaceId = newId()
    ann = member()
    given.members.push(ann)
  })
  afterEach(async () => {
    await given?.services.close()
    await smtp?.close()
  })

  test('are told owners and admins, in the app and by e-mail, with where to look', async () => {
    const admin = member({ role: 'admin' })
    const viewer = member({ role: 'viewer' })
    given.members.push(admin, viewer)
    const news: NotificationNews[] = []
    const listening = given.services.transport.subscribeLive(
      notificationsSubject(workspaceId, ann.userId),
      (_subject, data) => void news.push(data as NotificationNews),
    )
    await listening.ready
    const message = `It does not answer: https://ann:canary@shop.example/ ${'x'.repeat(1000)}`
    given.failure = { code: 'http/timeout', message, nodeId: 'ask' }
    const execution = failed(newId())
    await publish([execution, failed(newId(), { status: 'succeeded' }), failed(newId(), { status: 'cancelled' })])
    for (const who of [ann, admin]) expect(await titlesOf(who, 1)).toEqual(['Orders failed'])
    expect(await inApp(viewer)).toEqual([])
    expect((await inApp(ann))[0]).toMatchObject({
      event: 'execution-failed',
      text: expect.stringMatching(
        /^"Ask the shop" failed: It does not answer: https:\/\/ann:\[redacted\]@shop.example\/ x{400,500}… \(http\/timeout\)$/,
      ),
      url: `https://flows.example/api/v1/executions/${execution.executionId}`,
    })
    await until('the mails came', () => smtp.mails.length === 2)
    const [mail] = smtp.to(ann.email)
    expect(mail?.subject).toBe('Orders failed')
    expect(mail?.text).toContain(execution.executionId)
    expect(mail?.text).toContain('"Ask the shop" failed: It does not answer')
    expect(mail?.text).not.toContain('canary')
    expect(await until('it was told live', () => news[0])).toMatchObject({
      notification: { title: 'Orders failed' },
      unread: 1,
    })
    await listening.close()
  })

  test('of one workflow are told once, then together: a thousand are two messages', async () => {
    const workflowId = newId()
    for (let batch = 0; batch < 10; batch += 1) await publish(Array.from({ length: 100 }, () => failed(workflowId)))
    await counted(workflowId, 999)
    expect(await titlesOf(ann, 1)).toEqual(['Orders failed'])
    await until('the mail came', async () => (await outgoing(given, workspaceId))[0]?.state === 'sent')
    nowMs += 10 * 60_000
    expect(await titlesOf(ann, 2)).toEqual(['Orders failed 999 more times', 'Orders failed'])
    await until('the mails came', () => smtp.mails.length === 2)
    expect(smtp.to(ann.email).map(({ subject }) => subject)).toContain('Orders failed 999 more times')

    given.failure = { code: 'http/timeout', message: 'It does not answer.', nodeId: 'tell' }
    await publish([failed(workflowId)])
    await counted(workflowId, 1)
    nowMs += 10 * 60_000
    expect(await titlesOf(ann, 3)).toContain('Orders failed 1 more times')
    expect((await inApp(ann)).map(({ text }) => text)).toEqual([
      'Last time: "tell" failed: It does not answer. (http/timeout)',
      'Last time: Error: http/timeout',
      'Error: http/timeout',
    ])

    nowMs += 10 * 60_000
    await publish([failed(workflowId)])
    expect(await titlesOf(ann, 4)).toHaveLength(4)
    expect((await inApp(ann))[0]?.title).toBe('Orders failed')
  })

  test('of an event that comes twice count once', async () => {
    const workflowId = newId()
    const event = newId()
    const executions = [failed(workflowId), failed(workflowId), failed(workflowId)]
    await publish(executions, event)
    await counted(workflowId, 2)
    await publish(executions, event)
    await publish([failed(workflowId)])
    await counted(workflowId, 3)
  })

  test('of different workflows are told apart', async () => {
    await publish([failed(newId()), failed(newId()), failed(newId())])
    expect(await titlesOf(ann, 3)).toHaveLength(3)
  })

  test('are told each as they chose', async () => {
    const editor = member({ role: 'editor' })
    given.members.push(editor)
    const choose = (who: ListedMember, channel: 'email' | 'in-app', timing: 'immediately' | 'daily' | 'never') =>
      given.services.call(
        UpdateNotificationPreferences,
        { preferences: [{ event: 'execution-failed', channel, timing }] },
        contexts.user({ userId: who.userId, workspaceId }),
      )
    await choose(ann, 'email', 'daily')
    await choose(ann, 'in-app', 'never')
    await choose(editor, 'email', 'immediately')
    await publish([failed(newId()), failed(newId())])
    await until('the editor has two mails', () => smtp.to(editor.email).length === 2)
    expect(await inApp(editor)).toEqual([])
    expect(await inApp(ann)).toEqual([])
    expect(smtp.to(ann.email)).toEqual([])
    nowMs = Date.parse('2030-01-02T08:00:00Z')
    await until('the digest came', () => smtp.to(ann.email).length === 1)
    const [digest] = smtp.to(ann.email)
    expect(digest?.subject).toBe('What happened: 2 notifications')
    expect(digest?.text?.match(/Orders failed/g)).toHaveLength(2)
    expect((await outgoing(given, workspaceId)).filter(({ about }) => about === 'digest')).toHaveLength(1)
  })

  test('wait for the end of the quiet hours', async () => {
    await given.services.call(
      UpdateNotificationPreferences,
      { timeZone: 'Europe/Zurich', quietHours: { from: '12:00', to: '15:30' } },
      contexts.user({ userId: ann.userId, workspaceId }),
    )
    await publish([failed(newId())])
    await titlesOf(ann, 1)
    const [message] = await outgoing(given, workspaceId)
    expect(message).toMatchObject({ state: 'queued', nextAttemptAt: '2030-01-01T14:30:00.000Z' })
    nowMs = Date.parse('2030-01-01T14:30:00Z')
    await until('the mail came', () => smtp.to(ann.email).length === 1)
  })
})

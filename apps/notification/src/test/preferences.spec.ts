import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  GetNotificationPreferences,
  ShowUnsubscribe,
  Unsubscribe,
  UnsubscribeLinkInvalid,
  UpdateNotificationPreferences,
} from '@linkflow/contracts'
import type { ListedMember } from '@linkflow/contracts'
import { InputInvalid, newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { notification } from '../index.js'
import { givenNotification, member, sendEmail, settled } from './harness.js'
import type { Given } from './harness.js'
import { TestSmtpServer } from './smtp-server.js'

let given: Given
let smtp: TestSmtpServer
let ann: ListedMember
const workspaceId = newId()
beforeAll(async () => {
  smtp = await TestSmtpServer.start()
  given = await givenNotification({ env: { SMTP_URL: smtp.url } })
  ann = member()
  given.members.push(ann, member({ role: 'viewer' }))
})
afterAll(async () => {
  await given?.services.close()
  await smtp?.close()
})

const call: Given['services']['call'] = (...args) => given.services.call(...args)
const as = ({ userId }: ListedMember) => contexts.user({ userId, workspaceId })
const timing = async (who: ListedMember, event: string, channel: string) =>
  (await call(GetNotificationPreferences, {}, as(who))).preferences.find(
    (one) => one.event === event && one.channel === channel,
  )?.timing

const quota = {
  workspaceName: 'Acme',
  quota: 'executions',
  percent: 80,
  used: 8,
  limit: 10,
  usageUrl: 'https://flows.example/usage',
}
const alert = (who: ListedMember) =>
  sendEmail(given, {
    template: 'quota-alert',
    variables: quota,
    userId: who.userId,
    workspaceId,
    to: { address: who.email },
  })

test('who is responsible is told, others when they ask', async () => {
  const [, viewer] = given.members
  expect(await timing(ann, 'execution-failed', 'email')).toBe('immediately')
  expect(await timing(viewer!, 'execution-failed', 'email')).toBe('never')
  const preferences = [{ event: 'execution-failed' as const, channel: 'email' as const, timing: 'hourly' as const }]
  await call(UpdateNotificationPreferences, { preferences }, as(viewer!))
  expect(await timing(viewer!, 'execution-failed', 'email')).toBe('hourly')
  expect(await timing(viewer!, 'execution-failed', 'in-app')).toBe('never')
})

test('what is not given stays as it was', async () => {
  const quietHours = { from: '22:00', to: '07:00' }
  await call(UpdateNotificationPreferences, { quietHours }, as(ann))
  const view = await call(UpdateNotificationPreferences, { timeZone: 'Asia/Tokyo' }, as(ann))
  expect(view).toMatchObject({ quietHours, timeZone: 'Asia/Tokyo' })
  expect(await call(UpdateNotificationPreferences, { quietHours: null }, as(ann))).not.toHaveProperty('quietHours')
})

describe('refused', () => {
  test('is a time zone nobody knows', async () => {
    await expect(call(UpdateNotificationPreferences, { timeZone: 'Mars/Base' }, as(ann))).rejects.toMatchObject({
      code: InputInvalid.code,
      params: { errors: [expect.objectContaining({ pointer: '/timeZone' })] },
    })
  })

  test('is to gather what is no e-mail', async () => {
    const preferences = [{ event: 'invoice' as const, channel: 'slack' as const, timing: 'daily' as const }]
    await expect(call(UpdateNotificationPreferences, { preferences }, as(ann))).rejects.toMatchObject({
      params: { errors: [expect.objectContaining({ pointer: '/preferences/0/timing' })] },
    })
  })
})

describe('a link to unsubscribe with', () => {
  const anonymous = contexts.anonymous()

  test('is in what can be turned off, asks a person, obeys a program, and stops that kind alone', async () => {
    const first = await alert(ann)
    await settled(given, first.messageId)
    const [mail] = smtp.to(ann.email)
    const list = mail?.headers.get('list') as { unsubscribe?: { url: string } } | undefined
    const url = list?.unsubscribe?.url ?? ''
    expect(url).toMatch(/^https:\/\/flows\.example\/unsubscribe\//)
    expect(mail?.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).toContain(
      'List-Unsubscribe=One-Click',
    )
    expect(mail?.text).toContain(url)
    expect(mail?.html).toContain(url)

    const token = url.split('/').at(-1)!
    const page = await call(ShowUnsubscribe, { token }, anonymous)
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(page.body).toContain('<form method="post">')
    expect(await timing(ann, 'quota-alert', 'email')).toBe('immediately')

    expect(await call(Unsubscribe, { token }, anonymous)).toMatchObject({ status: 200 })
    expect(await timing(ann, 'quota-alert', 'email')).toBe('never')
    expect(await timing(ann, 'execution-failed', 'email')).toBe('immediately')
    expect((await alert(ann)).state).toBe('suppressed')
    const reset = await sendEmail(given, { userId: ann.userId, workspaceId, to: { address: ann.email } })
    expect(await settled(given, reset.messageId)).toMatchObject({ state: 'sent' })
  })

  test('that was forged does nothing', async () => {
    const body = Buffer.from(JSON.stringify([workspaceId, ann.userId, 'invoice'])).toString('base64url')
    for (const token of ['', '.', body, `${body}.`, `${body}.${'A'.repeat(43)}`, `${body}.x.y`])
      for (const contract of [ShowUnsubscribe, Unsubscribe])
        await expect(call(contract, { token }, anonymous)).rejects.toMatchObject({ code: UnsubscribeLinkInvalid.code })
    expect(await timing(ann, 'invoice', 'email')).toBe('immediately')
  })
})

test('an e-mail for a digest waits in it, also when it is asked for twice', async () => {
  const bob = member()
  const preferences = [{ event: 'quota-alert' as const, channel: 'email' as const, timing: 'daily' as const }]
  await call(UpdateNotificationPreferences, { preferences }, as(bob))
  const first = await alert(bob)
  expect(first.state).toBe('gathered')
  expect((await sendEmail(given, first.input)).messageId).toBe(first.messageId)
  const rows = await given.services.database.query(`select title from notification.digest_items where user_id = $1`, [
    bob.userId,
  ])
  expect(rows).toEqual([{ title: 'Acme has used 80 % of its executions' }])
  given.members.push(bob)
  const due = () =>
    given.services.database.query(`update notification.digest_items set due_at = now() where user_id = $1`, [
      bob.userId,
    ])
  await due()
  await until('the digest came', () => smtp.to(bob.email).length === 1)
  expect(await sendEmail(given, first.input)).toMatchObject({ messageId: first.messageId, state: 'gathered' })
  const later = await alert(bob)
  await due()
  await until('the next digest came', () => smtp.to(bob.email).length === 2)
  expect(later.messageId).not.toBe(first.messageId)
  expect(smtp.to(bob.email).map(({ subject }) => subject)).toEqual(Array(2).fill('What happened: 1 notifications'))
})

test('a digest goes to nobody who has left the workspace, and to the address that somebody has by now', async () => {
  const [gone, moved] = [member(), member()]
  const preferences = [{ event: 'quota-alert' as const, channel: 'email' as const, timing: 'daily' as const }]
  for (const who of [gone, moved]) {
    await call(UpdateNotificationPreferences, { preferences }, as(who))
    await alert(who)
  }
  const email = `new-${moved.email}`
  given.members.push({ ...moved, email })
  const { query } = given.services.database
  const mine = [[gone.userId, moved.userId]]
  await query(`update notification.digest_items set due_at = now() where user_id = any($1)`, mine)
  await until('the digest came', () => smtp.to(email).length === 1)
  await until('nothing waits', async () => {
    const rows = await query(`select 1 from notification.digest_items where user_id = any($1)`, mine)
    return rows.length === 0
  })
  expect([...smtp.to(gone.email), ...smtp.to(moved.email)]).toEqual([])
  const sent = await query(
    `select user_id from notification.outgoing_messages where about = 'digest' and user_id = any($1)`,
    mine,
  )
  expect(sent).toEqual([{ user_id: moved.userId }])
})

test('a digest that another process is sending is left to it', async () => {
  const who = member()
  given.members.push(who)
  const preferences = [{ event: 'quota-alert' as const, channel: 'email' as const, timing: 'daily' as const }]
  await call(UpdateNotificationPreferences, { preferences }, as(who))
  await alert(who)
  const { running, host, database } = given.services
  await running.get('notification')!.close()
  await database.query(`update notification.digest_items set due_at = now() where user_id = $1`, [who.userId])
  await database.query('begin')
  await database.query(`select from notification.digest_items where user_id = $1 for update`, [who.userId])
  given.membersAsked = 0
  const env = { ...host('notification').env, LINKFLOW_NOTIFICATION_POLL_MS: '60000' }
  running.set('notification', await notification.start(Object.create(host('notification'), { env: { value: env } })))
  await until('it looks', () => given.membersAsked > 0)
  const { messageId } = await sendEmail(given)
  await settled(given, messageId)
  expect(given.membersAsked).toBe(1)
  await database.query('rollback')
})

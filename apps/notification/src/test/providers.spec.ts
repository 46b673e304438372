import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { notification } from '../index.js'
import { givenNotification, sendEmail, settled } from './harness.js'
import type { Given } from './harness.js'
import { TestSendgridServer } from './sendgrid-server.js'
import { TestSmtpServer } from './smtp-server.js'

let smtp: TestSmtpServer
let sendgrid: TestSendgridServer
let given: Given | undefined
beforeEach(async () => {
  smtp = await TestSmtpServer.start()
  sendgrid = await TestSendgridServer.start()
})
afterEach(async () => {
  await given?.services.close()
  given = undefined
  await smtp.close()
  await sendgrid.close()
})

const bySendgrid = () => ({ SENDGRID_API_KEY: 'SG.canary', SENDGRID_URL: sendgrid.url })
/** Ends the service and starts it again as it would be configured then. */
async function restart(change: Record<string, string>): Promise<void> {
  const { running, host } = given!.services
  await running.get('notification')!.close()
  const env = { ...host('notification').env, ...change }
  running.set('notification', await notification.start(Object.create(host('notification'), { env: { value: env } })))
}
const start = async (env: Record<string, string>) => (given = await givenNotification({ env }))

describe('SendGrid', () => {
  test('is given the e-mail with its Message-ID, and rewrites no link', async () => {
    await start(bySendgrid())
    const { messageId, address } = await sendEmail(given!)
    expect(await settled(given!, messageId)).toMatchObject({ state: 'sent', provider: 'sendgrid' })
    expect(sendgrid.keys).toEqual(['Bearer SG.canary'])
    expect(sendgrid.to(address)).toMatchObject([
      {
        subject: 'Choose a new password',
        headers: { 'Message-ID': expect.stringContaining(messageId) },
        tracking_settings: { click_tracking: { enable: false } },
      },
    ])
  })

  test.each([
    [400, 1, 'failed'],
    [429, 3, 'failed'],
    [503, 3, 'failed'],
  ])('that answers %s is asked %s times', async (status, attempts, state) => {
    sendgrid.status = status
    await start({ ...bySendgrid(), LINKFLOW_NOTIFICATION_ATTEMPTS: '3' })
    const { messageId } = await sendEmail(given!)
    const row = await settled(given!, messageId)
    expect(row).toMatchObject({ state, attempts, error: String(status), provider: 'sendgrid', sealed: null })
    expect(sendgrid.keys).toHaveLength(attempts)
  })
})

describe('the other provider takes over', () => {
  test('when the first refuses connections', async () => {
    const { url } = smtp
    await smtp.close()
    await start({ ...bySendgrid(), SMTP_URL: url })
    const { messageId, address } = await sendEmail(given!)
    expect(await settled(given!, messageId)).toMatchObject({ state: 'sent', attempts: 1, provider: 'sendgrid' })
    expect(sendgrid.to(address)).toHaveLength(1)
    smtp = await TestSmtpServer.start()
  })

  test('when the first says nothing', async () => {
    smtp.mood = () => 'stall'
    await start({ ...bySendgrid(), SMTP_URL: smtp.url, MAIL_TIMEOUT_MS: '1000' })
    const { messageId } = await sendEmail(given!)
    expect(await settled(given!, messageId)).toMatchObject({ state: 'sent', provider: 'sendgrid' })
    expect(smtp.asked).toHaveLength(1)
  })

  test('when the first does not know our key', async () => {
    sendgrid.status = 401
    await start({ ...bySendgrid(), SMTP_URL: smtp.url, MAIL_PROVIDER: 'sendgrid' })
    const { messageId, address } = await sendEmail(given!)
    expect(await settled(given!, messageId)).toMatchObject({ state: 'sent', provider: 'smtp' })
    expect(smtp.to(address)).toHaveLength(1)
  })

  test('not when the first refuses the e-mail', async () => {
    smtp.mood = () => 550
    await start({ ...bySendgrid(), SMTP_URL: smtp.url })
    const { messageId } = await sendEmail(given!)
    expect(await settled(given!, messageId)).toMatchObject({ state: 'failed', provider: 'smtp', error: '550' })
    expect(sendgrid.mails).toEqual([])
  })
})

test('a server that says nothing is given up after the attempts there are', async () => {
  smtp.mood = () => 'stall'
  await start({ SMTP_URL: smtp.url, MAIL_TIMEOUT_MS: '100', LINKFLOW_NOTIFICATION_ATTEMPTS: '2' })
  const { messageId } = await sendEmail(given!)
  expect(await settled(given!, messageId)).toMatchObject({ state: 'failed', attempts: 2, error: 'ETIMEDOUT' })
})

describe('without a provider', () => {
  test('an e-mail is kept, encrypted, and sent when there is one', async () => {
    await start({})
    const { messageId, address, state } = await sendEmail(given!)
    expect(state).toBe('not-configured')
    const row = await settled(given!, messageId)
    expect(row).toMatchObject({ state: 'not-configured', provider: null })
    expect(row.sealed?.toString('latin1')).not.toContain('canary')

    await restart({ SMTP_URL: smtp.url })
    await until('it was sent', () => smtp.to(address).length === 1)
  })

  test('of what waited, what does not decrypt fails alone, and says so', async () => {
    await start({ LINKFLOW_NOTIFICATION_ATTEMPTS: '2' })
    const [broken, ...whole] = [await sendEmail(given!), await sendEmail(given!), await sendEmail(given!)]
    for (const { messageId } of [broken, ...whole]) await settled(given!, messageId)
    await given!.services.database.query(
      `update notification.outgoing_messages set sealed = sealed || '\\x00' where id = $1`,
      [broken.messageId],
    )
    await restart({ SMTP_URL: smtp.url })
    for (const { address } of whole) await until('it was sent', () => smtp.to(address).length === 1)
    await until('the other is given up', async () => (await settled(given!, broken.messageId)).state === 'failed')
    expect(await settled(given!, broken.messageId)).toMatchObject({ attempts: 2, error: 'does not decrypt' })
  })
})

test('what a process had taken when it vanished is sent again, under the same Message-ID, and settled once', async () => {
  smtp.mood = () => (smtp.asked.length === 1 ? 'stall' : undefined)
  given = await givenNotification({ env: { SMTP_URL: smtp.url, MAIL_TIMEOUT_MS: '1000' } })
  const { messageId, address } = await sendEmail(given)
  await until('the first attempt hangs', () => smtp.asked.length === 1)
  await given.services.database.query(`update notification.outgoing_messages set leased_until = now(), due_at = now()`)
  expect(await settled(given, messageId)).toMatchObject({ state: 'sent', attempts: 2 })
  // Waits for the attempt that hangs, whose result is nobody's any more.
  await given.services.running.get('notification')!.close()
  given.services.running.delete('notification')
  expect(await settled(given, messageId)).toMatchObject({ state: 'sent', attempts: 2, error: null })
  expect(smtp.to(address).map((mail) => mail.messageId)).toEqual([`<${messageId}@localhost>`])
})

test('a process of the release before, which goes by the due time alone, takes nothing that is being sent', async () => {
  smtp.mood = () => 'stall'
  given = await givenNotification({ env: { SMTP_URL: smtp.url, MAIL_TIMEOUT_MS: '3000' } })
  await sendEmail(given)
  await until('the first attempt hangs', () => smtp.asked.length === 1)
  const due = await given.services.database.query(
    `select id from notification.outgoing_messages where state = 'queued' and due_at <= now()`,
  )
  expect(due).toEqual([])
})

test('a process whose clock is ahead takes nothing that another one works on', async () => {
  const clock = { now: () => new Date(Date.now() + 24 * 60 * 60_000) }
  given = await givenNotification({ clock, env: { SMTP_URL: smtp.url } })
  const { database } = given.services
  const taken = await sendEmail(given)
  await settled(given, taken.messageId)
  await database.query(
    `update notification.outgoing_messages set state = 'queued', lease_id = id, leased_until = now() + interval '1 minute',
       due_at = now() - interval '1 hour' where id = $1`,
    [taken.messageId],
  )
  const { messageId } = await sendEmail(given)
  expect(await settled(given, messageId)).toMatchObject({ state: 'sent' })
  const rows = await database.query(`select state, attempts from notification.outgoing_messages where id = $1`, [
    taken.messageId,
  ])
  expect(rows).toEqual([{ state: 'queued', attempts: 1 }])
})

test('what two processes take from one queue is sent once', async () => {
  await start({ SMTP_URL: smtp.url })
  const second = await notification.start(given!.services.host('notification'))
  const sent = await Promise.all(Array.from({ length: 30 }, () => sendEmail(given!)))
  for (const { messageId } of sent)
    expect(await settled(given!, messageId)).toMatchObject({ state: 'sent', attempts: 1 })
  for (const { address } of sent) expect(smtp.to(address)).toHaveLength(1)
  await second.close()
})

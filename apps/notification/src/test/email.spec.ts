import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SendEmail } from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts } from '@linkflow/testing'
import { notificationSchema } from '../index.js'
import { givenNotification, outgoing, sendEmail, settled } from './harness.js'
import type { Given } from './harness.js'
import { TestSmtpServer } from './smtp-server.js'

describe.each(['local', 'nats'] as const)('an e-mail, over %s', (transport) => {
  let smtp: TestSmtpServer
  let given: Given
  beforeAll(async () => {
    smtp = await TestSmtpServer.start()
    given = await givenNotification({
      transport,
      env: { SMTP_URL: smtp.url, MAIL_FROM: 'LinkFlow <no-reply@flows.example>' },
    })
  })
  afterAll(async () => {
    await given?.services.close()
    await smtp?.close()
  })

  test('is sent with its text and HTML, and then says nothing any more', async () => {
    const { messageId, address } = await sendEmail(given)
    expect(await settled(given, messageId)).toMatchObject({
      state: 'sent',
      attempts: 1,
      provider: 'smtp',
      sealed: null,
    })
    const [mail] = smtp.to(address)
    expect(mail?.subject).toBe('Choose a new password')
    expect(mail?.from?.text).toContain('no-reply@flows.example')
    expect(mail?.messageId).toBe(`<${messageId}@flows.example>`)
    expect(mail?.text).toContain('https://flows.example/reset?token=canary-3b1f')
    expect(mail?.html).toContain('href="https://flows.example/reset?token=canary-3b1f"')
    expect(mail?.headers.has('list-unsubscribe')).toBe(false)
  })

  test('of one key is sent once, however often it is asked for', async () => {
    const first = await sendEmail(given)
    const again = await Promise.all(Array.from({ length: 5 }, () => sendEmail(given, first.input)))
    expect(new Set([first, ...again].map(({ messageId }) => messageId)).size).toBe(1)
    await settled(given, first.messageId)
    expect(smtp.to(first.address)).toHaveLength(1)
  })

  test('that is refused for good is not tried again', async () => {
    smtp.mood = (address) => (address.startsWith('unknown-') ? 550 : undefined)
    const to = { address: `unknown-${newId()}@example.com` }
    const { messageId } = await sendEmail(given, { to })
    expect(await settled(given, messageId)).toMatchObject({ state: 'failed', attempts: 1, error: '550', sealed: null })
    expect(smtp.asked.filter((address) => address === to.address)).toHaveLength(1)
  })

  test('that is greylisted is tried again until it is taken, under the same Message-ID', async () => {
    let refusals = 3
    smtp.mood = (address) => (address.startsWith('grey-') && refusals-- > 0 ? 451 : undefined)
    const { messageId, address } = await sendEmail(given, { to: { address: `grey-${newId()}@example.com` } })
    expect(await settled(given, messageId)).toMatchObject({ state: 'sent', attempts: 4 })
    expect(smtp.to(address).map((mail) => mail.messageId)).toEqual([`<${messageId}@flows.example>`])
  })

  test('cannot be made to carry other headers or markup', async () => {
    const { messageId, address } = await sendEmail(given, {
      to: { address: `${newId()}@example.com`, name: 'Ann\r\nBcc: thief@example.com' },
      template: 'invitation',
      variables: {
        inviterName: 'Bob\r\nBcc: thief@example.com\r\n\r\n<b>',
        workspaceName: '<script>alert(1)</script>"\'',
        role: 'editor',
        inviteUrl: 'https://flows.example/?a=1&b="><img src=x>',
      },
    })
    await settled(given, messageId)
    const [mail] = smtp.to(address)
    expect(mail?.subject).toMatch(/^Bob Bcc: thief@example.com <b> invites you/)
    expect(mail?.headers.has('bcc')).toBe(false)
    expect(smtp.asked).not.toContain('thief@example.com')
    expect(mail?.html).not.toMatch(/<script|<img|<b>/)
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;')
  })

  test.each([
    ['a missing variable', { name: 'Ann' }, 'variable resetUrl'],
    ['a link that is none', { name: 'Ann', resetUrl: 'javascript:alert(1)' }, 'variable resetUrl'],
  ])('with %s fails and says which', async (_, variables, error) => {
    const { messageId, address } = await sendEmail(given, { variables })
    expect(await settled(given, messageId)).toMatchObject({ state: 'failed', error, sealed: null })
    expect(smtp.to(address)).toEqual([])
  })

  test('shows in the log of its workspace, and of no other', async () => {
    const workspaceId = newId()
    const { messageId, address } = await sendEmail(given, { template: 'invitation', workspaceId })
    await settled(given, messageId)
    expect(await outgoing(given, workspaceId)).toMatchObject([
      { id: messageId, channel: 'email', about: 'invitation', recipient: address, state: 'sent' },
    ])
    expect(await outgoing(given, newId())).toEqual([])
  })

  test('is for the services that may', async () => {
    const input = { key: 'k', to: { address: 'ann@example.com' }, template: 'invitation' as const, variables: {} }
    for (const ctx of [contexts.user(), contexts.service('execution')])
      await expect(given.services.call(SendEmail, input, ctx)).rejects.toMatchObject({ code: Forbidden.code })
  })
})

test('entities and migrations agree', async () => {
  const given = await givenNotification()
  expect(await schemaDifferences(given.services.database.adminUrl, notificationSchema)).toEqual([])
  await given.services.close()
})

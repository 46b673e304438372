import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  EmailTemplateFixed,
  EmailTemplateNotFound,
  GetEmailTemplate,
  ListEmailTemplateVersions,
  ListEmailTemplates,
  PreviewEmailTemplate,
  RestoreEmailTemplate,
  UpdateEmailTemplate,
  emailTemplateNames,
} from '@linkflow/contracts'
import { InputInvalid, newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { givenNotification, sendEmail, settled } from './harness.js'
import type { Given } from './harness.js'
import { TestSmtpServer } from './smtp-server.js'

let given: Given
let smtp: TestSmtpServer
beforeAll(async () => {
  smtp = await TestSmtpServer.start()
  given = await givenNotification({ env: { SMTP_URL: smtp.url } })
})
afterAll(async () => {
  await given?.services.close()
  await smtp?.close()
})

const call: Given['services']['call'] = (...args) => given.services.call(...args)
const OWN = { subject: 'Come to {{workspaceName}}', text: 'See {{inviteUrl}}', html: '<a href="{{inviteUrl}}">See</a>' }

test('every built-in template can be seen and previewed', async () => {
  const ctx = contexts.user()
  const { items } = await call(ListEmailTemplates, {}, ctx)
  expect(items.map(({ name }) => name)).toEqual([...emailTemplateNames])
  for (const { name: template } of items) {
    expect(await call(GetEmailTemplate, { template }, ctx)).toMatchObject({ version: 0, source: 'built-in' })
    const preview = await call(PreviewEmailTemplate, { template }, ctx)
    for (const part of Object.values(preview)) expect(part).not.toMatch(/\{\{|undefined/)
  }
})

test('a workspace has its own, in versions, until it restores the built-in one', async () => {
  const workspaceId = newId()
  const ctx = contexts.user({ workspaceId })
  const template = 'invitation'
  expect(await call(UpdateEmailTemplate, { template, ...OWN }, ctx)).toMatchObject({
    ...OWN,
    version: 1,
    source: 'workspace',
  })
  await call(UpdateEmailTemplate, { template, ...OWN, subject: 'Second' }, ctx)
  const mine = await sendEmail(given, { template, workspaceId })
  const theirs = await sendEmail(given, { template, workspaceId: newId() })
  for (const { messageId } of [mine, theirs]) await settled(given, messageId)
  expect(smtp.to(mine.address)[0]).toMatchObject({ subject: 'Second', text: expect.stringContaining('See https://') })
  expect(smtp.to(theirs.address)[0]?.subject).toBe('Bob invites you to Acme')

  expect(await call(RestoreEmailTemplate, { template }, ctx)).toMatchObject({ version: 3, source: 'built-in' })
  expect((await call(RestoreEmailTemplate, { template }, ctx)).version).toBe(3)
  const { items } = await call(ListEmailTemplateVersions, { template }, ctx)
  expect(items.map(({ version, restored }) => [version, restored])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ])
  expect((await call(ListEmailTemplateVersions, { template }, contexts.user())).items).toEqual([])
})

test('ten versions at once get ten numbers', async () => {
  const ctx = contexts.user()
  const made = await Promise.all(
    Array.from({ length: 10 }, () => call(UpdateEmailTemplate, { template: 'invoice', ...plain() }, ctx)),
  )
  expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

const plain = () => ({ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' })

describe('a template is refused, with where and why,', () => {
  test.each([
    ['an unknown variable', { ...plain(), html: '<p>\n{{workspceName}}</p>' }, '/html', 'unknown-variable'],
    ['a variable of another template', { ...plain(), subject: '{{resetUrl}}' }, '/subject', 'unknown-variable'],
    ['a list that is none', { ...plain(), text: '{{#role}}x{{/role}}' }, '/text', 'unknown-variable'],
    ['a list without an end', { ...plain(), text: '{{#items}}' }, '/text', 'bad-template'],
    ['an expression', { ...plain(), text: '{{ role.constructor }}' }, '/text', 'bad-template'],
    ['a subject of two lines', { ...plain(), subject: 'A\nBcc: x@example.com' }, '/subject', 'bad-subject'],
  ])('for %s', async (_, content, pointer, code) => {
    const update = call(UpdateEmailTemplate, { template: 'invitation', ...content }, contexts.user())
    await expect(update).rejects.toMatchObject({
      code: InputInvalid.code,
      params: { errors: [expect.objectContaining({ pointer, code })] },
    })
    const preview = call(PreviewEmailTemplate, { template: 'invitation', ...content }, contexts.user())
    await expect(preview).rejects.toMatchObject({ code: InputInvalid.code })
  })

  test('because it is about an account', async () => {
    const update = call(UpdateEmailTemplate, { template: 'reset-password', ...plain() }, contexts.user())
    await expect(update).rejects.toMatchObject({ code: EmailTemplateFixed.code })
  })

  test('because there is none of the name', async () => {
    for (const template of ['', 'nothing', 'constructor', '__proto__'])
      await expect(call(GetEmailTemplate, { template }, contexts.user())).rejects.toMatchObject({
        code: EmailTemplateNotFound.code,
      })
  })
})

describe('a preview', () => {
  test('takes values, and escapes them', async () => {
    const variables = { workspaceName: '<b>&' }
    const preview = await call(
      PreviewEmailTemplate,
      { template: 'invitation', ...OWN, html: '<p>{{workspaceName}}</p>', variables },
      contexts.user(),
    )
    expect(preview).toMatchObject({ subject: 'Come to <b>&', html: '<p>&lt;b&gt;&amp;</p>' })
  })

  test('says which value is wrong', async () => {
    const preview = call(
      PreviewEmailTemplate,
      { template: 'invitation', variables: { inviteUrl: 'javascript:alert(1)' } },
      contexts.user(),
    )
    await expect(preview).rejects.toMatchObject({
      params: { errors: [expect.objectContaining({ pointer: '/variables/inviteUrl' })] },
    })
  })
})

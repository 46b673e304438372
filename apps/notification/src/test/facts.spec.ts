import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateNotificationEndpoint,
  InvoiceIssued,
  ListNotifications,
  QuotaAlertRaised,
  SubscriptionChanged,
  UpdateNotificationPreferences,
} from '@linkflow/contracts'
import type { EventContract, EventData, ListedMember, Role } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { givenNotification, member } from './harness.js'
import type { Given } from './harness.js'
import { TestSmtpServer } from './smtp-server.js'

describe.each(['local', 'nats'] as const)('what billing tells, over %s', (transport) => {
  let smtp: TestSmtpServer
  let given: Given
  let ann: ListedMember
  let admin: ListedMember
  let viewer: ListedMember
  beforeAll(async () => {
    smtp = await TestSmtpServer.start()
    given = await givenNotification({ transport, env: { SMTP_URL: smtp.url } })
    ann = member()
    admin = member({ role: 'admin' })
    viewer = member({ role: 'viewer' })
    given.members.push(ann, admin, viewer)
  })
  afterAll(async () => {
    await given?.services.close()
    await smtp?.close()
  })

  async function publish<E extends EventContract>(event: E, workspaceId: string, data: EventData<E>, id = newId()) {
    const message = { id, subject: `${event.subject}.${workspaceId}`, key: id, seq: 1, data, headers: {} }
    await given.services.transport.publishEvent(message)
    return id
  }
  const inApp = async ({ userId }: ListedMember, workspaceId: string) =>
    (await given.services.call(ListNotifications, {}, contexts.user({ userId, workspaceId }))).items

  const alert = { quota: 'executionsPerMonth', threshold: 80, limit: 100, used: 81, period: '2030-01' } as const
  const change = { planId: 'team', source: 'stripe', status: 'past-due' } as const
  const invoice = { invoiceId: newId(), number: 'LF-1', currency: 'usd', total: 2900, amountDue: 2900 }

  test.each([
    [
      QuotaAlertRaised,
      alert,
      'quota-alert',
      'Acme has used 80 % of its executions of the month',
      'billing/usage/current',
    ],
    [SubscriptionChanged, change, 'subscription', 'The subscription of Acme has changed', 'billing/subscription'],
    [InvoiceIssued, invoice, 'invoice', 'Invoice LF-1 for Acme', 'billing/invoices'],
  ] as [EventContract, object, string, string, string][])(
    '%j: owners and admins learn it in the app and by e-mail, once',
    async (event, data, kind, title, path) => {
      const workspaceId = newId()
      const id = await publish(event, workspaceId, data)
      for (const who of [ann, admin]) {
        const [notification] = await until('it is told', async () => {
          const items = await inApp(who, workspaceId)
          return items.length > 0 && items
        })
        expect(notification).toMatchObject({ event: kind, title, url: `https://flows.example/api/v1/${path}` })
        const mails = () =>
          smtp.to(who.email).filter(({ text }) => text?.includes(`https://flows.example/api/v1/${path}`))
        await until('the mail came', () => mails().length === 1)
      }
      await publish(event, workspaceId, data, id)
      // What comes after it is told when the repeat would have been.
      await publish(QuotaAlertRaised, workspaceId, { ...alert, quota: 'members' })
      await until('the next is told', async () => (await inApp(ann, workspaceId)).length === 2)
      expect(await inApp(viewer, workspaceId)).toEqual([])
      expect(smtp.to(viewer.email)).toEqual([])
    },
  )

  test('reaches no address of somebody who may not read it, whatever they chose', async () => {
    const workspaceId = newId()
    const as = ({ userId, role }: ListedMember) => contexts.user({ userId, workspaceId, role: role as Role })
    for (const who of [viewer, admin]) {
      const url = `https://${who.role}.example/${workspaceId}`
      await given.services.call(CreateNotificationEndpoint, { kind: 'webhook', url }, as(who))
      const preferences = [{ event: 'invoice' as const, channel: 'email' as const, timing: 'immediately' as const }]
      await given.services.call(UpdateNotificationPreferences, { preferences }, as(who))
    }
    await publish(InvoiceIssued, workspaceId, invoice)
    const told = () => given.requests.filter(({ url }) => url.includes(workspaceId)).map(({ url }) => url)
    await until('the admin is told', () => told().length > 0)
    expect(told()).toEqual([`https://admin.example/${workspaceId}`])
    expect(smtp.to(viewer.email)).toEqual([])
  })

  test('an invoice with nothing to pay is nothing to tell', async () => {
    const workspaceId = newId()
    await publish(InvoiceIssued, workspaceId, { ...invoice, total: 0 })
    await publish(QuotaAlertRaised, workspaceId, alert)
    await until('the alert is told', async () => (await inApp(ann, workspaceId)).length > 0)
    expect(await inApp(ann, workspaceId)).toMatchObject([{ event: 'quota-alert' }])
  })
})

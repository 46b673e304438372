import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { Client, register } from './client.js'
import { MailServer } from './notification/mail-server.js'
import { System } from './system.js'

const BOOT_MS = 240_000
/** How long the gateway believes what it knew of a membership. */
const ENDS_MS = 30_000

describe.each(['standalone', 'distributed'] as const)('members, %s', (topology) => {
  let system: System
  let mail: MailServer
  let anonymous: Client

  beforeAll(async () => {
    mail = await MailServer.start()
    system = await System.start(topology, { env: { SMTP_URL: mail.url, LINKFLOW_NOTIFICATION_POLL_MS: '50' } })
    anonymous = new Client(system.url)
  }, BOOT_MS)
  afterAll(async () => {
    await system?.stop()
    await mail?.stop()
  })

  const tokenMailed = async (address: string): Promise<string> => {
    const link = /\/invitation#token=([\w-]+)/
    const mailed = await until(`an invitation to ${address}`, () =>
      mail.to(address).find(({ content }) => link.test(content)),
    )
    return link.exec(mailed.content)![1]!
  }

  test('somebody is invited by e-mail, comes, and works with what their role holds', async () => {
    const [ann, bob, eve] = [await register(system.url), await register(system.url), await register(system.url)]
    const invitation = { email: bob.email, role: 'viewer' }
    const invited = await ann.api.post(`/workspaces/${ann.workspaceId}/invitations`, invitation)
    expect(invited).toMatchObject({ status: 201, body: invitation })
    expect(invited.body).not.toHaveProperty('inviteUrl')
    const token = await tokenMailed(bob.email)
    const shown = await anonymous.post('/invitations/view', { token })
    expect(shown.body).toEqual({ workspaceName: 'Ann’s workspace', roleName: 'viewer' })

    const byEve = await eve.api.post('/invitations/accept', { token })
    expect(byEve).toMatchObject({ status: 403, body: { code: 'workspace/invitation-for-another' } })
    const accepted = await bob.api.post('/invitations/accept', { token })
    expect(accepted).toMatchObject({ status: 200, body: { workspaceId: ann.workspaceId, role: 'viewer' } })
    const again = await bob.api.post('/invitations/accept', { token })
    expect(again).toMatchObject({ status: 410, body: { code: 'workspace/invitation-invalid' } })

    const there = bob.api.with({ 'x-workspace-id': ann.workspaceId })
    expect((await there.get('/workflows')).status).toBe(200)
    expect((await there.post('/workflows', { name: 'X' })).status).toBe(403)
    expect(system.output.filter((line) => line.includes(token))).toEqual([])
  })

  test('whoever is removed or leaves can do nothing more within 30 seconds, nor can their keys', async () => {
    const ann = await register(system.url)
    const place = `/workspaces/${ann.workspaceId}`
    const join = async (role: string) => {
      const account = await register(system.url)
      await ann.api.post(`${place}/invitations`, { email: account.email, role })
      await account.api.post('/invitations/accept', { token: await tokenMailed(account.email) })
      return { ...account, api: account.api.with({ 'x-workspace-id': ann.workspaceId }) }
    }
    const [bob, cid] = [await join('editor'), await join('admin')]
    const key = (await bob.api.post('/api-keys', { name: 'CI' })).body.key
    const byKey = anonymous.with({ 'x-api-key': key })
    const clients = [bob.api, byKey, cid.api]
    for (const client of clients) expect((await client.get('/workflows')).status).toBe(200)

    expect((await bob.api.delete(`${place}/members/${bob.userId}`)).status).toBe(403)
    const byAdmin = await cid.api.delete(`${place}/members/${ann.userId}`)
    expect(byAdmin).toMatchObject({ status: 403, body: { code: 'workspace/owners-only' } })
    const last = await ann.api.post(`${place}/leave`)
    expect(last).toMatchObject({ status: 409, body: { code: 'workspace/last-owner' } })

    expect((await cid.api.delete(`${place}/members/${bob.userId}`)).status).toBe(204)
    expect((await cid.api.post(`${place}/leave`)).status).toBe(204)
    for (const client of clients)
      await until('access has ended', async () => [401, 404].includes((await client.get('/workflows')).status), ENDS_MS)
  })

  test('a workspace is handed over', async () => {
    const [ann, bob] = [await register(system.url), await register(system.url)]
    const place = `/workspaces/${ann.workspaceId}`
    await ann.api.post(`${place}/invitations`, { email: bob.email, role: 'viewer' })
    await bob.api.post('/invitations/accept', { token: await tokenMailed(bob.email) })
    const handed = await ann.api.post(`${place}/transfer`, { userId: bob.userId })
    expect(handed).toMatchObject({ status: 200, body: { userId: bob.userId, role: 'owner' } })
    const roles = (await ann.api.get(`${place}/members`)).body.items.map(({ role }: { role: string }) => role)
    expect(roles).toEqual(['admin', 'owner'])
  })
})

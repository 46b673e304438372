import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { Client, register } from './client.js'
import type { Account } from './client.js'
import { System } from './system.js'

const BOOT_MS = 240_000
/** Facts on their way, and who did what: they name a person by their id alone. */
const MAY_KEEP_THE_ID = /\.(outbox|event_sequences|audit_entries)$/

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^(pg_|information_schema)' order by 1`

describe.each(['standalone', 'distributed'] as const)('a deleted account, %s', (topology) => {
  let system: System

  beforeAll(async () => {
    system = await System.start(topology)
  }, BOOT_MS)
  afterAll(() => system?.stop())

  /** The tables of all services that have a text in some row, as it is or in bytes. */
  async function tablesWith(text: string): Promise<string[]> {
    const tables = await system.database.query<{ name: string }>(TABLES)
    const parts = tables.map(
      ({ name }) =>
        `select '${name}' as name from ${name} t
         where t::text like '%' || $1 || '%' or t::text like '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`,
    )
    const found = await system.database.query<{ name: string }>(parts.join(' union '), [text])
    return found.map(({ name }) => name).sort()
  }
  const tablesWithId = async ({ userId }: Account) =>
    (await tablesWith(userId)).filter((name) => !MAY_KEEP_THE_ID.test(name))

  const made = async (reply: ReturnType<Client['post']>) => {
    const { status, body } = await reply
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body
  }
  const invite = ({ api, workspaceId }: Account, email: string, role: string) =>
    made(api.post(`/workspaces/${workspaceId}/invitations`, { email, role }))
  const remove = ({ api, password }: Account) => api.ask('DELETE', '/auth/me', { body: { password } })

  /** Leaves traces in a workspace. */
  async function settle(api: Client): Promise<void> {
    const preferences = [{ event: 'execution-failed', channel: 'email', timing: 'immediately' }]
    await made(api.put('/notification-preferences', { preferences, timeZone: 'Europe/Oslo' }))
    await made(api.post('/notification-endpoints', { kind: 'slack', url: 'https://hooks.slack.example/services/x' }))
    await made(api.post('/notifications/test'))
  }

  test(
    'leaves its address nowhere, and its id only in what tells who did what',
    async () => {
      const [ann, bob, eve] = [await register(system.url), await register(system.url), await register(system.url)]
      const { inviteUrl } = await invite(bob, ann.email, 'owner')
      await made(ann.api.post('/invitations/accept', { token: inviteUrl.split('#token=')[1] }))
      await invite(eve, ann.email, 'viewer')
      const there = ann.api.with({ 'x-workspace-id': bob.workspaceId })
      await settle(ann.api)
      await settle(there)
      await made(there.post(`/workspaces/${bob.workspaceId}/invitations`, { email: 'c@example.com', role: 'viewer' }))
      const { key } = await made(there.post('/api-keys', { name: 'CI' }))
      expect((await tablesWith(ann.email)).length).toBeGreaterThan(3)
      expect((await tablesWithId(ann)).length).toBeGreaterThan(8)

      const wrong = await ann.api.ask('DELETE', '/auth/me', { body: { password: 'not it' } })
      expect(wrong).toMatchObject({ status: 403, body: { code: 'auth/password-wrong' } })
      expect((await remove(ann)).status).toBe(204)

      await until('nobody knows the address', async () => (await tablesWith(ann.email)).length === 0, 60_000)
      await until('nobody knows the id', async () => (await tablesWithId(ann)).length === 0, 60_000)
      const { body } = await bob.api.get(`/workspaces/${bob.workspaceId}/members`)
      expect(body.items.map(({ userId }: { userId: string }) => userId)).toEqual([bob.userId])
      const isRefused = async (api: Client) => (await api.get('/auth/me')).status >= 400
      await until('the session is over', () => isRefused(ann.api), 60_000)
      await until('the key has ended', () => isRefused(new Client(system.url, { 'x-api-key': key })), 60_000)
      const login = await new Client(system.url).post('/auth/login', { email: ann.email, password: ann.password })
      expect(login.status).toBe(401)
    },
    BOOT_MS,
  )

  test('is not to be had while others would be left without an owner', async () => {
    const [ann, bob] = [await register(system.url), await register(system.url)]
    const { inviteUrl } = await invite(ann, bob.email, 'editor')
    await made(bob.api.post('/invitations/accept', { token: inviteUrl.split('#token=')[1] }))
    const refused = await remove(ann)
    const workspaces = [{ id: ann.workspaceId, name: 'Ann’s workspace' }]
    expect(refused).toMatchObject({ status: 409, body: { code: 'workspace/sole-owner', workspaces } })
    await made(ann.api.post(`/workspaces/${ann.workspaceId}/transfer`, { userId: bob.userId }))
    expect((await remove(ann)).status).toBe(204)
    expect(
      (await bob.api.get(`/workspaces/${ann.workspaceId}`, { headers: { 'x-workspace-id': ann.workspaceId } })).status,
    ).toBe(200)
  })
})

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { DeleteWorkspace, ListAuditEntries, ListMembers } from '@linkflow/contracts'
import { until } from '@linkflow/testing'
import { givenMember, givenWorkspace, startWorkspace } from './harness.js'
import type { Started } from './harness.js'

let started: Started
beforeAll(async () => {
  started = await startWorkspace({ transport: 'nats' })
})
afterAll(() => started?.services.close())

test('apart from the others, with signed identities, people come, are entered into the log, and all is erased', async () => {
  const { call, services } = started
  const acme = await givenWorkspace(started)
  const { id } = acme
  const { userId } = await givenMember(started, acme, 'viewer')
  const { items } = await call(ListMembers, { id }, acme.ctx)
  expect(items.at(-1)).toMatchObject({ userId, role: 'viewer' })
  await until('both changes are entered', async () => {
    const entries = (await call(ListAuditEntries, { id }, acme.ctx)).items
    return entries.some((entry) => entry.userId === userId) && entries.some((entry) => entry.userId === acme.userId)
  })
  await call(DeleteWorkspace, { id, name: 'Acme' }, acme.ctx)
  await until('the entries are erased', async () => {
    const left = await services.database.query(`select 1 from workspace.audit_entries where workspace_id = $1`, [id])
    return left.length === 0
  })
})

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ListMembers } from '@linkflow/contracts'
import { givenMember, givenWorkspace, startWorkspace } from './harness.js'
import type { Started } from './harness.js'

let started: Started
beforeAll(async () => {
  started = await startWorkspace({ transport: 'nats' })
})
afterAll(() => started?.services.close())

test('apart from the others, with signed identities, people are invited and come', async () => {
  const acme = await givenWorkspace(started)
  const { userId } = await givenMember(started, acme, 'viewer')
  const { items } = await started.call(ListMembers, { id: acme.id }, acme.ctx)
  expect(items.at(-1)).toMatchObject({ userId, role: 'viewer' })
})

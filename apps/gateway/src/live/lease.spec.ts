import { CheckSession, roles } from '@linkflow/contracts'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { Unavailable, newId } from '@linkflow/kernel'
import { startGateway } from '../gateway.fixture.js'
import type { TestGateway } from '../gateway.fixture.js'
import { Lease } from './lease.js'

let gw: TestGateway
let ended: number
let lease: Lease
beforeEach(async () => {
  gw = await startGateway()
  ended = 0
  const shown = { credentials: { token: await gw.token() }, address: '192.0.2.1' }
  const caller = await gw.authenticator.authenticate(shown.credentials, shown.address)
  lease = new Lease(gw.authenticator, shown, caller, () => (ended += 1), gw.clock.now().getTime())
})
afterEach(async () => {
  lease.release()
  await gw.close()
})

const check = async () => {
  gw.advance(31_000)
  await lease.check()
  return ended
}

test('goes on while nothing changes', async () => {
  expect(await check()).toBe(0)
})

test('ends, once, when the session is revoked', async () => {
  gw.sessions.clear()
  expect(await check()).toBe(1)
  expect(await check()).toBe(1)
})

test('ends when the caller leaves the workspace', async () => {
  gw.members.clear()
  expect(await check()).toBe(1)
})

test('stays in its workspace when the default becomes another', async () => {
  const elsewhere = newId()
  const own = gw.members.get(`${gw.userId} ${gw.workspaceId}`)!
  gw.members.clear()
  gw.members.set(`${gw.userId} ${elsewhere}`, { workspaceId: elsewhere, permissions: [] })
  gw.members.set(`${gw.userId} ${gw.workspaceId}`, own)
  expect(await check()).toBe(0)
})

test('ends when executions may not be read any more', async () => {
  const permissions = roles.viewer.filter((permission) => permission !== 'execution:read')
  gw.members.set(`${gw.userId} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions })
  expect(await check()).toBe(1)
})

test('outlives a service that is away', async () => {
  gw.answer(CheckSession, () => {
    throw Unavailable({ service: 'auth' })
  })
  expect(await check()).toBe(0)
})

test('of somebody who was admitted without that goes on', async () => {
  const permissions = roles.viewer.filter((permission) => permission !== 'execution:read')
  gw.members.set(`${gw.userId} ${gw.workspaceId}`, { workspaceId: gw.workspaceId, permissions })
  gw.advance(31_000)
  const shown = { credentials: { token: await gw.token() }, address: '192.0.2.1' }
  const caller = await gw.authenticator.authenticate(shown.credentials, shown.address)
  const other = new Lease(gw.authenticator, shown, caller, () => (ended += 1), gw.clock.now().getTime())
  await other.check()
  expect(ended).toBe(0)
  other.release()
})

test('of a key ends when it may not be used from there any more', async () => {
  const known = { apiKeyId: newId(), userId: gw.userId, workspaceId: gw.workspaceId, permissions: [...roles.viewer] }
  gw.apiKeys.set('key', { ...known, allow: ['192.0.2.0/24'] })
  const shown = { credentials: { apiKey: 'key' }, address: '192.0.2.1' }
  const caller = await gw.authenticator.authenticate(shown.credentials, shown.address)
  const other = new Lease(gw.authenticator, shown, caller, () => (ended += 1), gw.clock.now().getTime())
  await other.check()
  expect(ended).toBe(0)
  gw.apiKeys.set('key', { ...known, allow: ['198.51.100.1'] })
  gw.advance(31_000)
  await other.check()
  expect(ended).toBe(1)
})

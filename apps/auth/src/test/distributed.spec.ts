import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CheckSession, CreateApiKey, EmailTaken, GetMe, Refresh, ResolveApiKey } from '@linkflow/contracts'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { claimsOf, contextOf, login, newEmail, register, rejected, startAuth } from './harness.js'

let services: TestServices
beforeAll(async () => {
  services = await startAuth({ transport: 'nats' })
})
afterAll(() => services.close())

test('apart from the workspace service, with signed identities, everything is the same', async () => {
  const email = newEmail()
  const { workspace } = await register(services, email)
  expect(EmailTaken.is(await rejected(register(services, email)))).toBe(true)
  const signedIn = await login(services, email)
  expect(signedIn.workspace).toEqual(workspace)
  const ctx = contextOf(signedIn)
  expect((await services.call(GetMe, {}, ctx)).user.email).toBe(email)
  const { key } = await services.call(CreateApiKey, { name: 'CI', permissions: ['workflow:read'] }, ctx)
  const gateway = contexts.service('gateway')
  expect(await services.call(ResolveApiKey, { key }, gateway)).toMatchObject({ workspaceId: workspace.id })
  const { accessToken } = await services.call(Refresh, { refreshToken: signedIn.refreshToken }, contexts.anonymous())
  const sessionId = String(claimsOf(accessToken).sid)
  expect(await services.call(CheckSession, { sessionId }, gateway)).toEqual({ active: true })
})

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CheckSession, ListSessions, Login, LogoutEverywhere, Refresh, RevokeSession } from '@linkflow/contracts'
import { SessionNotFound, SessionRequired } from '@linkflow/contracts'
import type { SignedIn } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { DAY, MINUTE, PASSWORD, TestClock, claimsOf, contextOf, login, newEmail } from './harness.js'
import { register, rejected, startAuth } from './harness.js'

const clock = new TestClock()
let services: TestServices
beforeAll(async () => {
  services = await startAuth({ clock })
})
afterAll(() => services.close())

const idOf = ({ accessToken }: SignedIn) => String(claimsOf(accessToken).sid)
const isActive = async (at: SignedIn) =>
  (await services.call(CheckSession, { sessionId: idOf(at) }, contexts.service('gateway'))).active
const list = async (at: SignedIn) => (await services.call(ListSessions, {}, contextOf(at))).items
const revoke = (at: SignedIn, sessionId: string) => services.call(RevokeSession, { sessionId }, contextOf(at))
async function given() {
  const email = newEmail()
  return { email, here: await register(services, email), there: await login(services, email) }
}

test('a user sees where they are signed in, the session used last first', async () => {
  const { email, here, there } = await given()
  clock.advance(MINUTE)
  const client = { ip: '192.0.2.7', userAgent: 'Firefox' }
  const phone = await services.call(Login, { email, password: PASSWORD }, { ...contexts.anonymous(), client })
  clock.advance(MINUTE)
  await services.call(Refresh, { refreshToken: here.refreshToken }, contexts.anonymous())
  const sessions = await list(here)
  expect(sessions.map(({ id }) => id)).toEqual([idOf(here), idOf(phone), idOf(there)])
  expect(sessions.map(({ current }) => current)).toEqual([true, false, false])
  expect(sessions[1]).toMatchObject(client)
  expect(Date.parse(sessions[0]!.lastUsedAt) - Date.parse(sessions[0]!.createdAt)).toBeGreaterThanOrEqual(2 * MINUTE)
})

test('a session that is ended can do nothing more and is not listed', async () => {
  const { here, there } = await given()
  await revoke(here, idOf(there))
  expect(await isActive(there)).toBe(false)
  expect(await isActive(here)).toBe(true)
  expect((await list(here)).map(({ id }) => id)).toEqual([idOf(here)])
  expect(SessionNotFound.is(await rejected(revoke(here, idOf(there))))).toBe(true)
})

test('nobody sees or ends a session of somebody else', async () => {
  const { here } = await given()
  const other = await register(services)
  expect(SessionNotFound.is(await rejected(revoke(other, idOf(here))))).toBe(true)
  expect((await list(other)).map(({ id }) => id)).toEqual([idOf(other)])
  expect(await isActive(here)).toBe(true)
})

test('logout everywhere ends every session of the user and of nobody else', async () => {
  const { here, there } = await given()
  const other = await register(services)
  await services.call(LogoutEverywhere, {}, contextOf(here))
  expect([await isActive(here), await isActive(there), await isActive(other)]).toEqual([false, false, true])
})

test('a session nobody used for 30 days is not listed', async () => {
  const { email, here } = await given()
  clock.advance(31 * DAY)
  const now = await login(services, email)
  expect((await list(now)).map(({ id }) => id)).toEqual([idOf(now)])
  expect(await isActive(here)).toBe(false)
})

test.each([ListSessions, LogoutEverywhere])('a key has no sessions to look at or end: $name', async (contract) => {
  const { here } = await given()
  const asKey = { ...contextOf(here), principal: { kind: 'api-key' as const, id: newId(), userId: here.user.id } }
  expect(SessionRequired.is(await rejected(services.call(contract, {}, asKey)))).toBe(true)
})

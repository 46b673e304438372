import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  GetMe,
  LinkInvalid,
  ResendVerification,
  ResetPassword,
  SessionRequired,
  VerifyEmail,
} from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { DAY, PASSWORD, TestClock, contextOf, newEmail, refusals, register, rejected, startAuth } from './harness.js'
import { Mailbox } from './mailbox.js'

const clock = new TestClock()
let services: TestServices
let mailbox: Mailbox
beforeAll(async () => {
  services = await startAuth({ clock, env: { LINKFLOW_PUBLIC_URL: 'https://flows.example/' } })
  mailbox = await Mailbox.of(services)
})
afterAll(() => services.close())

const anonymous = contexts.anonymous()
const verify = (token: string) => services.call(VerifyEmail, { token }, anonymous)
const isRefused = async (token: string) => LinkInvalid.is(await rejected(verify(token)))
async function given() {
  const email = newEmail()
  const ctx = contextOf(await register(services, email))
  const isVerified = async () => (await services.call(GetMe, {}, ctx)).user.emailVerified
  return { email, ctx, isVerified, token: await mailbox.token(email, 'verify-email') }
}

test('registration mails a link that confirms the address', async () => {
  const { email, token, isVerified } = await given()
  const [mail] = await mailbox.to(email, 'verify-email')
  expect(mail?.variables.verifyUrl).toBe(`https://flows.example/verify-email#token=${token}`)
  expect(await isVerified()).toBe(false)
  await verify(token)
  expect(await isVerified()).toBe(true)
})

test('a link works once, even when used ten times at once', async () => {
  const { token } = await given()
  const refused = await refusals(Array.from({ length: 10 }, () => verify(token)))
  expect(refused.filter((reason) => reason === undefined)).toHaveLength(1)
  expect(refused.filter((reason) => LinkInvalid.is(reason))).toHaveLength(9)
})

test('a link works for a day', async () => {
  const { token, isVerified } = await given()
  clock.advance(DAY)
  expect(await isRefused(token)).toBe(true)
  expect(await isVerified()).toBe(false)
})

test('a new link takes the place of the one before', async () => {
  const { email, ctx, token } = await given()
  await services.call(ResendVerification, {}, ctx)
  const latest = await mailbox.token(email, 'verify-email', 2)
  expect(await isRefused(token)).toBe(true)
  await verify(latest)
})

test('a link that confirms cannot reset the password, nor can an invented one confirm', async () => {
  const { token } = await given()
  const reset = services.call(ResetPassword, { token, password: `${PASSWORD} again` }, anonymous)
  expect(LinkInvalid.is(await rejected(reset))).toBe(true)
  expect(await isRefused('invented')).toBe(true)
})

test('only the hash of a token is in the database', async () => {
  const { token } = await given()
  const rows = await services.database.query(`select mailed_tokens::text as text from auth.mailed_tokens`)
  expect(rows.length).toBeGreaterThan(0)
  const bytes = Buffer.from(token, 'base64url').toString('hex')
  for (const { text } of rows) {
    expect(text).not.toContain(token)
    expect(text).not.toContain(bytes)
  }
})

test('a key cannot have links mailed', async () => {
  const { ctx } = await given()
  const asKey = { ...ctx, principal: { kind: 'api-key' as const, id: newId(), userId: newId() } }
  expect(SessionRequired.is(await rejected(services.call(ResendVerification, {}, asKey)))).toBe(true)
})

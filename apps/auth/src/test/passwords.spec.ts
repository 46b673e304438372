import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  ChangePassword,
  CheckSession,
  CredentialsWrong,
  ForgotPassword,
  GetMe,
  LinkInvalid,
  PasswordWeak,
  PasswordWrong,
  Refresh,
  RefreshTokenInvalid,
  ResetPassword,
  SessionRequired,
  VerifyEmail,
} from '@linkflow/contracts'
import type { SignedIn } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { Client } from 'pg'
import { MINUTE, PASSWORD, TestClock, claimsOf, contextOf, login, newEmail, refusals } from './harness.js'
import { register, rejected, startAuth } from './harness.js'
import { Mailbox } from './mailbox.js'

const NEW_PASSWORD = 'seven lanterns over the canal'
const clock = new TestClock()
let services: TestServices
let mailbox: Mailbox
beforeAll(async () => {
  services = await startAuth({ clock })
  mailbox = await Mailbox.of(services)
})
afterAll(() => services.close())

const anonymous = contexts.anonymous()
const isActive = async ({ accessToken }: SignedIn) =>
  (await services.call(CheckSession, { sessionId: String(claimsOf(accessToken).sid) }, contexts.service('gateway')))
    .active
const change = (at: SignedIn, currentPassword: string, newPassword = NEW_PASSWORD) =>
  services.call(ChangePassword, { currentPassword, newPassword }, contextOf(at))
const forgot = (email: string) => services.call(ForgotPassword, { email }, anonymous)
const reset = (token: string, password = NEW_PASSWORD) => services.call(ResetPassword, { token, password }, anonymous)
async function given() {
  const email = newEmail()
  return { email, here: await register(services, email), there: await login(services, email) }
}
async function givenForgotten() {
  const account = await given()
  await forgot(account.email)
  return { ...account, token: await mailbox.token(account.email, 'reset-password') }
}

describe('changing the password', () => {
  test('ends all other sessions and tells the user', async () => {
    const { email, here, there } = await given()
    await change(here, PASSWORD)
    expect(await isActive(here)).toBe(true)
    expect(await isActive(there)).toBe(false)
    const refresh = services.call(Refresh, { refreshToken: there.refreshToken }, anonymous)
    expect(RefreshTokenInvalid.is(await rejected(refresh))).toBe(true)
    expect(CredentialsWrong.is(await rejected(login(services, email)))).toBe(true)
    await login(services, email, NEW_PASSWORD)
    const [mail] = await mailbox.to(email, 'security-alert')
    expect(mail?.variables).toMatchObject({ what: 'Your password was changed' })
  })

  test('needs the current one, and a good one', async () => {
    const { email, here } = await given()
    expect(PasswordWrong.is(await rejected(change(here, NEW_PASSWORD)))).toBe(true)
    expect(PasswordWeak.is(await rejected(change(here, PASSWORD, 'password')))).toBe(true)
    await login(services, email)
  })

  test('needs a session: a key cannot', async () => {
    const { here } = await given()
    const asKey = { ...contextOf(here), principal: { kind: 'api-key' as const, id: newId(), userId: here.user.id } }
    const input = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    expect(SessionRequired.is(await rejected(services.call(ChangePassword, input, asKey)))).toBe(true)
  })

  test('refuses who signs in with the old one at the same time', async () => {
    const { email } = await given()
    const other = new Client({ connectionString: services.database.adminUrl })
    await other.connect()
    try {
      await other.query('begin')
      await other.query(`update auth.users set password_hash = 'another' where email = $1`, [email])
      const signingIn = login(services, email).catch((error: unknown) => error)
      await until('signing in waits for the change', async () => {
        const waiting = await services.database.query(`select 1 from pg_locks where not granted`)
        return waiting.length > 0
      })
      await other.query('commit')
      expect(CredentialsWrong.is(await signingIn)).toBe(true)
    } finally {
      await other.end()
    }
  })

  test('of ten changes at once one succeeds', async () => {
    const { here } = await given()
    const changes = Array.from({ length: 10 }, (_, nth) => change(here, PASSWORD, `${NEW_PASSWORD} ${nth}`))
    const refused = await refusals(changes)
    expect(refused.filter((reason) => reason === undefined)).toHaveLength(1)
    expect(refused.filter((reason) => PasswordWrong.is(reason))).toHaveLength(9)
  })

  test('makes links to reset it useless', async () => {
    const { here, token } = await givenForgotten()
    await change(here, PASSWORD)
    expect(LinkInvalid.is(await rejected(reset(token, `${NEW_PASSWORD} again`)))).toBe(true)
  })
})

describe('a forgotten password', () => {
  test('is replaced by the mailed link, which ends all sessions and tells the user', async () => {
    const { email, here, there, token } = await givenForgotten()
    await reset(token)
    expect(await isActive(here)).toBe(false)
    expect(await isActive(there)).toBe(false)
    expect(CredentialsWrong.is(await rejected(login(services, email)))).toBe(true)
    const again = await login(services, email, NEW_PASSWORD)
    expect((await services.call(GetMe, {}, contextOf(again))).user.emailVerified).toBe(true)
    const [mail] = await mailbox.to(email, 'security-alert')
    expect(mail?.variables).toMatchObject({ what: 'Your password was reset' })
  })

  test('gets the same answer when nobody has the address, and no mail', async () => {
    const unknown = newEmail()
    const { email } = await given()
    expect(await forgot(unknown)).toEqual(await forgot(email))
    await mailbox.to(email, 'reset-password')
    expect(mailbox.mails.filter(({ to }) => to.address === unknown)).toEqual([])
  })

  test('a link works once, even when used ten times at once', async () => {
    const { token } = await givenForgotten()
    const refused = await refusals(Array.from({ length: 10 }, () => reset(token)))
    expect(refused.filter((reason) => reason === undefined)).toHaveLength(1)
    expect(refused.filter((reason) => LinkInvalid.is(reason))).toHaveLength(9)
  })

  test('a link works for half an hour', async () => {
    const { token } = await givenForgotten()
    clock.advance(30 * MINUTE)
    expect(LinkInvalid.is(await rejected(reset(token)))).toBe(true)
  })

  test('a new link takes the place of the one before', async () => {
    const { email, token } = await givenForgotten()
    await forgot(email)
    const latest = await mailbox.token(email, 'reset-password', 2)
    expect(LinkInvalid.is(await rejected(reset(token)))).toBe(true)
    await reset(latest)
  })

  test('a password that is too weak does not use the link up', async () => {
    const { token } = await givenForgotten()
    expect(PasswordWeak.is(await rejected(reset(token, 'password')))).toBe(true)
    await reset(token)
  })

  test('a link that resets cannot confirm an address', async () => {
    const { token } = await givenForgotten()
    expect(LinkInvalid.is(await rejected(services.call(VerifyEmail, { token }, anonymous)))).toBe(true)
    await reset(token)
  })
})

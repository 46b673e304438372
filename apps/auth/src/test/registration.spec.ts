import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateInvitation,
  CreateWorkspace,
  CredentialsWrong,
  EmailTaken,
  GetMe,
  ListWorkspaces,
  Login,
  PasswordWeak,
  Register,
  RegistrationClosed,
} from '@linkflow/contracts'
import { InputInvalid, Unavailable, newId } from '@linkflow/kernel'
import { schemaDifferences } from '@linkflow/postgres'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { workspace, workspaceSchema } from '@linkflow/workspace'
import { Client } from 'pg'
import { auth, authSchema } from '../index.js'
import { AUTH_KEYS, PASSWORD, contextOf, login, newEmail, register, rejected, startAuth } from './harness.js'

let services: TestServices
beforeAll(async () => {
  services = await startAuth()
})
afterAll(() => services.close())

const anonymous = contexts.anonymous()

describe('registering', () => {
  test('makes a user with a workspace of which they are the owner', async () => {
    const signedIn = await register(services, 'Grace@Example.ORG ', 'Grace')
    expect(signedIn.user).toMatchObject({ email: 'grace@example.org', name: 'Grace' })
    expect(signedIn.workspace.name).toBe('Grace’s workspace')
    const { items } = await services.call(ListWorkspaces, {}, contextOf(signedIn))
    expect(items).toEqual([expect.objectContaining({ id: signedIn.workspace.id, role: 'owner' })])
    expect(await services.call(GetMe, {}, contextOf(signedIn))).toMatchObject({
      user: signedIn.user,
      workspaceId: signedIn.workspace.id,
      permissions: expect.arrayContaining(['workspace:update']),
    })
  })

  test('ten people with one address at once: one wins', async () => {
    const email = newEmail()
    const spellings = Array.from({ length: 10 }, (_, index) => (index % 2 ? email.toUpperCase() : email))
    const results = await Promise.allSettled(spellings.map((spelling) => register(services, spelling)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(failures.every((reason) => EmailTaken.is(reason))).toBe(true)
    expect(await services.database.query(`select 1 from auth.users where email = $1`, [email])).toHaveLength(1)
  })

  test.each(['short', 'password1234', 'aaaaaaaaaaaaaaaa', '1q2w3e4r5t6y', 'Summer2024!!!', 'grace.hopper-42!x'])(
    'the weak password %s is refused with a reason and leaves nothing',
    async (password) => {
      const input = { email: 'grace.hopper@example.org', password, name: 'Ada' }
      const error = await rejected(services.call(Register, input, anonymous))
      expect(PasswordWeak.is(error) && error.params.reason).toMatch(/\.$/)
      expect(await services.database.query(`select 1 from auth.users where email = $1`, [input.email])).toEqual([])
    },
  )

  test.each([
    { email: 'nobody', password: PASSWORD, name: 'Ada' },
    { email: newEmail(), password: 'x'.repeat(129), name: 'Ada' },
    { email: newEmail(), password: PASSWORD, name: ' ' },
    { email: `${'x'.repeat(250)}@example.org`, password: PASSWORD, name: 'Ada' },
  ])('bad input %#', async (input) => {
    expect(InputInvalid.is(await rejected(services.call(Register, input, anonymous)))).toBe(true)
  })

  test('the password is kept as argon2id with the parameters of OWASP', async () => {
    const { user } = await register(services)
    const [row] = await services.database.query<{ password_hash: string }>(
      `select password_hash from auth.users where id = $1`,
      [user.id],
    )
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    for (const table of ['users', 'sessions', 'outbox', 'idempotency_keys'])
      expect(JSON.stringify(await services.database.query(`select * from auth.${table}`))).not.toContain(PASSWORD)
  })

  test('a long name still makes a workspace', async () => {
    const { workspace: made } = await register(services, newEmail(), '🦀'.repeat(64))
    expect(made.name.length).toBeLessThanOrEqual(128)
  })
})

describe('signing in', () => {
  test('whatever the spelling of the address and the composition of the characters', async () => {
    const email = newEmail()
    const password = 'dræl café zwölf löwen'
    const input = { email, password: password.normalize('NFD'), name: 'Ada' }
    const { user } = await services.call(Register, input, anonymous)
    expect((await login(services, ` ${email.toUpperCase()}`, password.normalize('NFC'))).user.id).toBe(user.id)
  })

  test('a wrong password and an unknown address get the same answer', async () => {
    const email = newEmail()
    await register(services, email)
    const wrong = await rejected(login(services, email, `${PASSWORD}!`))
    const unknown = await rejected(login(services, newEmail()))
    expect(CredentialsWrong.is(wrong) && wrong.toDocument()).toEqual(
      CredentialsWrong.is(unknown) && unknown.toDocument(),
    )
    expect(CredentialsWrong.is(wrong)).toBe(true)
  })

  test('a weak password may be tried', async () => {
    const input = { email: newEmail(), password: 'x' }
    expect(CredentialsWrong.is(await rejected(services.call(Login, input, anonymous)))).toBe(true)
  })
})

describe('the policy', () => {
  test('closed: nobody registers', async () => {
    const closed = await startAuth({ env: { LINKFLOW_REGISTRATION: 'closed' } })
    try {
      expect(RegistrationClosed.is(await rejected(register(closed)))).toBe(true)
      expect(await closed.database.query(`select 1 from auth.users`)).toEqual([])
    } finally {
      await closed.close()
    }
  })

  test('closed: whoever is invited registers with that address, and nobody else by their token', async () => {
    const closed = await startAuth({ env: { LINKFLOW_REGISTRATION: 'closed' } })
    try {
      const [id, userId, email] = [newId(), newId(), newEmail()]
      const owner = { userId, email: newEmail(), name: 'Ada' }
      await closed.call(CreateWorkspace, { id, name: 'Acme', owner }, contexts.service('auth'))
      const ann = contexts.user({ userId, workspaceId: id })
      const { inviteUrl } = await closed.call(CreateInvitation, { id, email, role: 'viewer' }, ann)
      const invitationToken = inviteUrl!.split('#token=')[1]!
      const registerAs = (address: string, token: string) =>
        closed.call(Register, { email: address, password: PASSWORD, name: 'Bob', invitationToken: token }, anonymous)
      for (const error of [
        await rejected(registerAs(newEmail(), invitationToken)),
        await rejected(registerAs(email, 'forged')),
      ])
        expect(RegistrationClosed.is(error)).toBe(true)
      expect((await registerAs(email, invitationToken)).user.email).toBe(email)
    } finally {
      await closed.close()
    }
  })

  test('first-user: of ten who come first at once, one is in', async () => {
    const first = await startAuth({ env: { LINKFLOW_REGISTRATION: 'first-user' } })
    try {
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => register(first)))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
      expect(reasons.every((reason) => RegistrationClosed.is(reason))).toBe(true)
    } finally {
      await first.close()
    }
  })
})

test('a registration interrupted before the workspace was made is completed by the next login', async () => {
  const alone = await startServices([auth], { env: { LINKFLOW_AUTH_KEYS: AUTH_KEYS }, schemas: [workspaceSchema] })
  try {
    const email = newEmail()
    expect(Unavailable.is(await rejected(register(alone, email)))).toBe(true)
    expect(await alone.database.query(`select state from auth.users`)).toEqual([{ state: 'pending' }])
    const running = await workspace.start(alone.host('workspace'))
    const [first, second] = await Promise.all([login(alone, email), login(alone, email)])
    expect(second?.workspace).toEqual(first?.workspace)
    expect(await alone.database.query(`select state, first_workspace_id as id from auth.users`)).toEqual([
      { state: 'active', id: first?.workspace.id },
    ])
    expect(await alone.database.query(`select 1 from workspace.workspaces`)).toHaveLength(1)
    await running.close()
  } finally {
    await alone.close()
  }
})

describe('the database', () => {
  test('shows users and sessions to nobody but the system opening', async () => {
    const { workspace: own } = await register(services)
    const client = new Client({ connectionString: services.database.urlOf('auth') })
    await client.connect()
    try {
      await client.query(`select set_config('app.workspace_id', $1, false)`, [own.id])
      for (const table of ['users', 'sessions', 'api_keys'])
        expect((await client.query(`select * from auth.${table}`)).rows).toEqual([])
      expect((await client.query(`update auth.users set name = 'x'`)).rowCount).toBe(0)
    } finally {
      await client.end()
    }
  })

  test('is what the migrations made of it', async () => {
    expect(await schemaDifferences(services.database.adminUrl, authSchema)).toEqual([])
  })
})

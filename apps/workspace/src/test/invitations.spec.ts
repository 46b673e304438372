import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  AcceptInvitation,
  AlreadyInvited,
  AlreadyMember,
  CreateInvitation,
  DeclineInvitation,
  InvitationForAnother,
  InvitationInvalid,
  InvitationJustSent,
  InvitationNotFound,
  ListInvitations,
  ListMembers,
  OwnersOnly,
  QuotaExceeded,
  ResendInvitation,
  ResolveMembership,
  RevokeInvitation,
  RoleTooStrong,
  SessionRequired,
  ViewInvitation,
  WorkspaceNotFound,
} from '@linkflow/contracts'
import { Forbidden, newId } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { DAY, TestClock, givenMember, givenWorkspace, refusals, rejected, startWorkspace } from './harness.js'
import type { Given, Started } from './harness.js'
import { tokenOf } from './stand-ins.js'
import type { StandIns } from './stand-ins.js'

const clock = new TestClock()
let started: Started
let call: TestServices['call']
let standIns: StandIns
let acme: Given
beforeAll(async () => {
  started = await startWorkspace({ clock })
  call = started.call
  standIns = started.standIns
})
afterAll(() => started?.services.close())
beforeEach(async () => {
  acme = await givenWorkspace(started)
  standIns.mailState = 'queued'
  standIns.memberLimit = Number.MAX_SAFE_INTEGER
})

const anonymous = contexts.anonymous()

async function givenInvitation(email = `${newId()}@example.org`) {
  const invitation = await call(CreateInvitation, { id: acme.id, email, role: 'editor' }, acme.ctx)
  return { ...invitation, token: standIns.tokenFor(email) }
}
const accept = (token: string, userId: string) => call(AcceptInvitation, { token }, contexts.signedIn(userId))
const listed = async () => (await call(ListInvitations, { id: acme.id }, acme.ctx)).items
const isInvalid = async (token: string) =>
  InvitationInvalid.is(await rejected(call(ViewInvitation, { token }, anonymous)))

describe('inviting', () => {
  test('mails a link, lists the invitation, and keeps no token', async () => {
    const { inviteUrl, token, ...invitation } = await givenInvitation('bob@example.org')
    expect(inviteUrl).toBeUndefined()
    expect(standIns.mails.at(-1)).toMatchObject({
      to: { address: 'bob@example.org' },
      template: 'invitation',
      workspaceId: acme.id,
      variables: {
        inviterName: 'Ada',
        workspaceName: 'Acme',
        role: 'editor',
        inviteUrl: `https://flows.example/invitation#token=${token}`,
      },
    })
    expect(await listed()).toEqual([invitation])
    const rows = await started.services.database.query(`select *, token_hash::text from workspace.invitations`)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('gives the link itself where no mail is configured', async () => {
    standIns.mailState = 'not-configured'
    const { inviteUrl, email } = await givenInvitation()
    expect(tokenOf(inviteUrl!)).toBe(standIns.tokenFor(email))
  })

  test('an address has one invitation, until it expires', async () => {
    const { email } = await givenInvitation()
    expect(AlreadyInvited.is(await rejected(givenInvitation(email)))).toBe(true)
    clock.advance(7 * DAY + 1)
    const { id } = await givenInvitation(email)
    expect((await listed()).map((one) => one.id)).toEqual([id])
  })

  test('a member is not invited again', async () => {
    const { email } = await givenMember(started, acme)
    expect(AlreadyMember.is(await rejected(givenInvitation(email)))).toBe(true)
  })

  test('nobody gives more than they hold, and only owners make owners', async () => {
    const admin = await givenMember(started, acme, 'admin')
    const invite = (role: 'owner' | 'admin', ctx = admin.ctx) =>
      call(CreateInvitation, { id: acme.id, email: `${newId()}@example.org`, role }, ctx)
    expect(OwnersOnly.is(await rejected(invite('owner')))).toBe(true)
    // Also not with a context from before they lost what they were.
    const stale = contexts.user({ userId: admin.userId, workspaceId: acme.id, role: 'owner' })
    expect(OwnersOnly.is(await rejected(invite('owner', stale)))).toBe(true)
    const weak = { ...admin.ctx, permissions: new Set(['member:invite', 'workflow:read']) }
    expect(RoleTooStrong.is(await rejected(invite('admin', weak)))).toBe(true)
    expect((await invite('admin')).role).toBe('admin')
    expect((await invite('owner', acme.ctx)).role).toBe('owner')
  })

  test('members and invitations together stay within the plan, also at once', async () => {
    standIns.memberLimit = 3
    const errors = await refusals(Array.from({ length: 5 }, () => givenInvitation()))
    expect(errors.filter((error) => error === undefined)).toHaveLength(2)
    expect(errors.filter(QuotaExceeded.is)).toHaveLength(3)
  })

  test('editors may not, nor may others', async () => {
    const email = 'x@example.org'
    const editor = contexts.user({ workspaceId: acme.id, role: 'editor' })
    expect(Forbidden.is(await rejected(call(CreateInvitation, { id: acme.id, email, role: 'viewer' }, editor)))).toBe(
      true,
    )
    const other = await givenWorkspace(started)
    const { id: invitationId } = await givenInvitation()
    for (const error of await refusals([
      call(CreateInvitation, { id: acme.id, email, role: 'viewer' }, other.ctx),
      call(ListInvitations, { id: acme.id }, other.ctx),
      call(ResendInvitation, { id: acme.id, invitationId }, other.ctx),
      call(RevokeInvitation, { id: acme.id, invitationId }, other.ctx),
    ]))
      expect(WorkspaceNotFound.is(error)).toBe(true)
    for (const contract of [ResendInvitation, RevokeInvitation])
      expect(InvitationNotFound.is(await rejected(call(contract, { id: other.id, invitationId }, other.ctx)))).toBe(
        true,
      )
  })

  test('are listed newest first, page by page', async () => {
    const made: string[] = []
    for (let index = 0; index < 3; index++) made.unshift((await givenInvitation()).id)
    const first = await call(ListInvitations, { id: acme.id, limit: 2 }, acme.ctx)
    const second = await call(ListInvitations, { id: acme.id, limit: 2, cursor: first.nextCursor }, acme.ctx)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made)
    expect(second.nextCursor).toBeUndefined()
  })
})

describe('an invitation', () => {
  test('shows whoever has its token where it leads and as what, no more', async () => {
    const { token } = await givenInvitation()
    expect(await call(ViewInvitation, { token }, anonymous)).toEqual({ workspaceName: 'Acme', roleName: 'editor' })
    expect(await isInvalid('forged')).toBe(true)
  })

  test('makes a member of who accepts it, once', async () => {
    const { userId, email } = standIns.account()
    const { token } = await givenInvitation(email)
    expect(await accept(token, userId)).toEqual({ workspaceId: acme.id, name: 'Acme', role: 'editor' })
    expect(await listed()).toEqual([])
    const { items } = await call(ListMembers, { id: acme.id }, acme.ctx)
    expect(items.at(-1)).toMatchObject({ userId, email, name: 'Bob', role: 'editor' })
    expect(await call(ResolveMembership, { userId, workspaceId: acme.id }, contexts.service('gateway'))).toMatchObject({
      role: 'editor',
    })
    expect(InvitationInvalid.is(await rejected(accept(token, userId)))).toBe(true)
  })

  test('accepted ten times at once makes one member', async () => {
    const { userId, email } = standIns.account()
    const { token } = await givenInvitation(email)
    const errors = await refusals(Array.from({ length: 10 }, () => accept(token, userId)))
    expect(errors.filter((error) => error === undefined)).toHaveLength(1)
    expect(errors.filter((error) => AlreadyMember.is(error) || InvitationInvalid.is(error))).toHaveLength(9)
    expect((await call(ListMembers, { id: acme.id }, acme.ctx)).items).toHaveLength(2)
  })

  test('is of no use to an account with another address, nor to a key', async () => {
    const { userId, email } = standIns.account()
    const { token } = await givenInvitation(email)
    expect(InvitationForAnother.is(await rejected(accept(token, standIns.account().userId)))).toBe(true)
    const key = { ...contexts.user(), principal: { kind: 'api-key', id: newId(), userId } as const }
    expect(SessionRequired.is(await rejected(call(AcceptInvitation, { token }, key)))).toBe(true)
    expect(await isInvalid(token)).toBe(false)
  })

  test('expires after seven days, and works again when it is sent again, by the new link', async () => {
    const { userId, email } = standIns.account()
    const { id, token } = await givenInvitation(email)
    clock.advance(7 * DAY + 1)
    for (const error of await refusals([
      call(ViewInvitation, { token }, anonymous),
      call(DeclineInvitation, { token }, anonymous),
      accept(token, userId),
    ]))
      expect(InvitationInvalid.is(error)).toBe(true)
    const sent = await call(ResendInvitation, { id: acme.id, invitationId: id }, acme.ctx)
    expect(Date.parse(sent.expiresAt)).toBeGreaterThan(clock.now().getTime())
    expect(await isInvalid(token)).toBe(true)
    await accept(standIns.tokenFor(email), userId)
  })

  test('is sent again only after a while', async () => {
    const { id, token, email } = await givenInvitation()
    const resend = () => call(ResendInvitation, { id: acme.id, invitationId: id }, acme.ctx)
    clock.advance(60_000)
    const early = await rejected(resend())
    expect(early).toMatchObject({ code: InvitationJustSent.code, status: 429 })
    expect((early as Problem).params.retryAfterSeconds).toBeGreaterThan(200)
    expect(await isInvalid(token)).toBe(false)
    clock.advance(240_001)
    await resend()
    expect(standIns.tokenFor(email)).not.toBe(token)
    expect(InvitationJustSent.is(await rejected(resend()))).toBe(true)
  })

  test('is revoked or declined, and then is gone', async () => {
    const [revoked, declined] = [await givenInvitation(), await givenInvitation()]
    await call(RevokeInvitation, { id: acme.id, invitationId: revoked.id }, acme.ctx)
    await call(DeclineInvitation, { token: declined.token }, anonymous)
    for (const { token } of [revoked, declined]) expect(await isInvalid(token)).toBe(true)
    expect(await listed()).toEqual([])
  })

  test('does not exceed the plan, when that became smaller', async () => {
    const { userId, email } = standIns.account()
    const { token } = await givenInvitation(email)
    standIns.memberLimit = 1
    expect(QuotaExceeded.is(await rejected(accept(token, userId)))).toBe(true)
    standIns.memberLimit = 2
    await accept(token, userId)
  })
})

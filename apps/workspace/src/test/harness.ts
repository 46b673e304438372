import { AcceptInvitation, CreateInvitation, CreateWorkspace } from '@linkflow/contracts'
import type { RoleRef } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, startServices } from '@linkflow/testing'
import type { StartOptions, TestServices } from '@linkflow/testing'
import { isBuiltIn } from '../domain/role.js'
import { workspace } from '../index.js'
import { StandIns } from './stand-ins.js'

/** Time that moves when told to. */
export class TestClock {
  private offsetMs = 0
  now(): Date {
    return new Date(Date.now() + this.offsetMs)
  }
  advance(ms: number): void {
    this.offsetMs += ms
  }
}

export const DAY = 86_400_000

/** The workspace service with stand-ins for those it asks. */
export async function startWorkspace(options: StartOptions = {}) {
  const services = await startServices([workspace], {
    ...options,
    env: { LINKFLOW_PUBLIC_URL: 'https://flows.example/', ...options.env },
  })
  return { services, call: services.call, standIns: await StandIns.of(services) }
}

export type Started = Awaited<ReturnType<typeof startWorkspace>>

/** A workspace with its owner. */
export async function givenWorkspace({ call }: Pick<TestServices, 'call'>, name = 'Acme') {
  const id = newId()
  const userId = newId()
  const owner = { userId, email: `${userId}@example.org`, name: 'Ada' }
  await call(CreateWorkspace, { id, name, owner }, contexts.service('auth'))
  return { id, userId, ctx: contexts.user({ userId, workspaceId: id }) }
}

export type Given = Awaited<ReturnType<typeof givenWorkspace>>

/** Somebody new, invited and come. */
export async function givenMember({ call, standIns }: Started, { id, ctx }: Given, role: RoleRef = 'editor') {
  const { userId, email } = standIns.account()
  await call(CreateInvitation, { id, email, role }, ctx)
  await call(AcceptInvitation, { token: standIns.tokenFor(email) }, contexts.signedIn(userId))
  return { userId, email, ctx: contexts.user({ userId, workspaceId: id, role: isBuiltIn(role) ? role : 'viewer' }) }
}

/** What a call was refused with; undefined when it was not. */
export const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** What calls made at once were refused with. */
export const refusals = (promises: Promise<unknown>[]): Promise<unknown[]> => Promise.all(promises.map(rejected))

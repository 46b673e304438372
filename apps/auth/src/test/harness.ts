import { generateKeyPairSync } from 'node:crypto'
import { Login, Register } from '@linkflow/contracts'
import type { SignedIn } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { contexts, startServices } from '@linkflow/testing'
import type { StartOptions, TestServices } from '@linkflow/testing'
import { workspace } from '@linkflow/workspace'
import { auth } from '../index.js'

export const PASSWORD = 'violet tractor sings at noon'

/** A private Ed25519 key as the configuration wants it. */
export const privateKey = (kid: string) => {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', kid, x: jwk.x, d: jwk.d }
}

export const AUTH_KEYS = JSON.stringify({ keys: [privateKey('new'), privateKey('old')] })

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

export const MINUTE = 60_000
export const DAY = 86_400_000

export const startAuth = (options: StartOptions = {}) =>
  startServices([workspace, auth], { ...options, env: { LINKFLOW_AUTH_KEYS: AUTH_KEYS, ...options.env } })

let counter = 0
export const newEmail = () => `user-${process.pid}-${++counter}@example.org`

export const register = ({ call }: TestServices, email = newEmail(), name = 'Ada') =>
  call(Register, { email, password: PASSWORD, name }, contexts.anonymous())

export const login = ({ call }: TestServices, email: string, password = PASSWORD) =>
  call(Login, { email, password }, contexts.anonymous())

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** The context the gateway would make for somebody who has signed in. */
export const contextOf = ({
  user,
  workspace: { id },
  accessToken,
}: SignedIn): RequestContext & { workspaceId: string } => ({
  ...contexts.user({ userId: user.id, workspaceId: id }),
  principal: { kind: 'user', id: user.id, sessionId: String(claimsOf(accessToken).sid) },
})

/** What a call was refused with; undefined when it was not. */
export const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** What calls made at once were refused with. */
export const refusals = (promises: Promise<unknown>[]): Promise<unknown[]> => Promise.all(promises.map(rejected))

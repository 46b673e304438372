import { randomBytes } from 'node:crypto'
import { CreateCredential } from '@linkflow/contracts'
import type { CredentialView } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { credential } from '../index.js'

/** A secret that must be found nowhere. */
export const CANARY = 'canary-5f3a9c1e-sings'

export const K1 = randomBytes(32).toString('base64')
export const K2 = randomBytes(32).toString('base64')

export const environment = (keys: Record<string, string>, active: string) => ({
  LINKFLOW_KEKS: JSON.stringify(keys),
  LINKFLOW_ACTIVE_KEK: active,
})

export const startCredential = () => startServices([credential], { env: environment({ k1: K1 }, 'k1') })

/** Starts the service once more on the same database, told something else. */
export const startAgain = (services: TestServices, env: Record<string, string | undefined>) => {
  const host = services.host('credential')
  return credential.start(Object.create(host, { env: { value: { ...host.env, ...env } } }))
}

export const create = (
  { call }: TestServices,
  ctx: RequestContext,
  name = 'API',
  value = CANARY,
): Promise<CredentialView> => call(CreateCredential, { name, type: 'header', data: { name: 'X-API-Key', value } }, ctx)

export const nodeUse = () => ({ kind: 'node-execution' as const, executionId: newId(), nodeId: 'http', attempt: 1 })

export const execution = (workspaceId: string) => contexts.execution(newId(), workspaceId)

/** What a call was refused with; undefined when it was not. */
export const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** What calls made at once were refused with. */
export const refusals = (promises: Promise<unknown>[]): Promise<unknown[]> => Promise.all(promises.map(rejected))

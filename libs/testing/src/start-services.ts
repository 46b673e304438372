import { serviceNames } from '@linkflow/contracts'
import type { InputGiven, Output, RequestContract } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { startNatsServer } from '@linkflow/messaging'
import type { TestNatsServer, Transport } from '@linkflow/messaging'
import type { ServiceSchema } from '@linkflow/postgres'
import { CallIdentity } from '@linkflow/service'
import type { Environment, Host, IdentityKeys, RunningService, Service } from '@linkflow/service'
import { identityKeysFor } from './identity-keys.js'
import { testDatabase } from './test-database.js'
import type { TestDatabase } from './test-database.js'
import { TestHosts } from './test-hosts.js'

export interface StartOptions {
  transport?: 'local' | 'nats'
  env?: Environment
  clock?: Clock
  /** Also given a schema, without being started. */
  schemas?: readonly ServiceSchema[]
}

/** Services booted for real: own schemas, own roles, the chosen transport. */
export interface TestServices {
  database: TestDatabase
  /** The transport that calls are made from: serve stand-ins for services outside the test on it. */
  transport: Transport
  nats: TestNatsServer | undefined
  running: Map<string, RunningService>
  /** Calls a contract as the caller of `ctx`. */
  call<C extends RequestContract>(contract: C, input: InputGiven<C>, ctx: RequestContext): Promise<Output<C>>
  /** Host of a service, as it was started with. */
  host(service: string): Host
  close(): Promise<void>
}

/** Boots services on one transport and one database. Close it when the test file ends; nothing stays when it throws. */
export async function startServices(services: readonly Service[], options: StartOptions = {}): Promise<TestServices> {
  const schemas = [...services.flatMap(({ schema }) => (schema ? [schema] : [])), ...(options.schemas ?? [])]
  const database = await testDatabase(schemas)
  const nats = options.transport === 'nats' ? await startNatsServer() : undefined
  const keys = nats && (await identityKeysFor([...serviceNames, 'test']))
  const hosts = new TestHosts({ database, nats, keys, env: options.env, clock: options.clock })
  const running = new Map<string, RunningService>()
  const close = async () => {
    for (const service of [...running.values()].reverse()) await service.close()
    await hosts.close()
    await nats?.stop()
    await database.drop()
  }
  try {
    hosts.declare(services)
    const gateway = await hosts.of('gateway')
    for (const service of services) running.set(service.name, await service.start(await hosts.of(service.name)))
    return {
      database,
      transport: gateway.transport,
      nats,
      running,
      host: (service) => hosts.hosts.get(service) ?? gateway,
      call: caller(gateway, keys),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** People and keys are spoken for by the gateway; a service or an execution must be spoken for by its own keys. */
function caller(gateway: Host, keys: ((service: string) => IdentityKeys) | undefined): TestServices['call'] {
  const identities = new Map<string, CallIdentity>()
  const identityOf = (speaker: string, known: (service: string) => IdentityKeys): CallIdentity => {
    const identity = identities.get(speaker) ?? new CallIdentity(speaker, known(speaker))
    identities.set(speaker, identity)
    return identity
  }
  return async <C extends RequestContract>(contract: C, input: InputGiven<C>, ctx: RequestContext) => {
    const output = await gateway.transport.request(contract.subject, input, {
      headers: {
        token: keys && (await identityOf(speakerOf(ctx), keys).tokenFor(ctx)),
        requestId: ctx.requestId,
        deadlineAt: Math.min(ctx.deadlineAt, Date.now() + contract.timeoutMs),
        traceparent: ctx.traceparent,
        clientIp: ctx.client?.ip,
        userAgent: ctx.client?.userAgent,
        idempotency: ctx.idempotency && { key: ctx.idempotency.key, bodyHash: ctx.idempotency.bodyHash },
      },
      context: keys ? undefined : ctx,
      maxBytes: contract.maxBytes,
      long: contract.long,
      signal: ctx.signal,
    })
    return output as Output<C>
  }
}

function speakerOf({ principal }: RequestContext): string {
  if (principal.kind === 'service') return principal.id
  return principal.kind === 'execution' ? 'execution' : 'gateway'
}

import { serviceNames } from '@linkflow/contracts'
import type { InputGiven, Output, RequestContract } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { LocalBroker, LocalTransport, connectNats, startNatsServer } from '@linkflow/messaging'
import type { TestNatsServer, Transport } from '@linkflow/messaging'
import type { ServiceSchema } from '@linkflow/postgres'
import { CallIdentity, Host, Tracing, createLogger, hostConfig, loadConfig } from '@linkflow/service'
import type { Environment, IdentityKeys, RunningService, Service } from '@linkflow/service'
import { identityKeysFor } from './identity-keys.js'
import { testDatabase } from './test-database.js'
import type { TestDatabase } from './test-database.js'

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

/** Boots services on one transport and one database. Close it when the test file ends. */
export async function startServices(services: readonly Service[], options: StartOptions = {}): Promise<TestServices> {
  const schemas = [...services.flatMap(({ schema }) => (schema ? [schema] : [])), ...(options.schemas ?? [])]
  const database = await testDatabase(schemas)
  const nats = options.transport === 'nats' ? await startNatsServer() : undefined
  const broker = new LocalBroker()
  for (const { consumers } of services) for (const consumer of consumers) broker.declare(consumer)
  const transports: Transport[] = []
  const hosts = new Map<string, Host>()
  const keys = nats && (await identityKeysFor([...serviceNames, 'test']))

  const hostFor = async (service: string): Promise<Host> => {
    const known = hosts.get(service)
    if (known) return known
    const transport = nats
      ? await connectNats({ service, connection: { servers: nats.url }, onError: report })
      : ((transports[0] as LocalTransport | undefined) ?? new LocalTransport(broker, report))
    if (!transports.includes(transport)) transports.push(transport)
    const env = { LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: '0', TRACE_SAMPLING: '0', ...options.env }
    const config = loadConfig(hostConfig, env)
    const logger = createLogger(config.LOG_LEVEL, service)
    const host = new Host({
      config,
      env,
      logger,
      tracing: Tracing.create(service, config, logger),
      transport,
      keys: keys?.(service),
      connection: (name) => ({ url: database.urlOf(name), poolSize: 10 }),
      clock: options.clock,
    })
    hosts.set(service, host)
    return host
  }

  const caller = await hostFor('gateway')
  const running = new Map<string, RunningService>()
  for (const service of services) running.set(service.name, await service.start(await hostFor(service.name)))

  return {
    database,
    transport: caller.transport,
    nats,
    running,
    host: (service) => hosts.get(service) ?? caller,
    call: (contract, input, ctx) => callAs(hosts, caller, keys, contract, input, ctx),
    async close() {
      for (const service of [...running.values()].reverse()) await service.close()
      await Promise.all(transports.map((transport) => transport.close()))
      await nats?.stop()
      await database.drop()
    },
  }
}

/** People and keys are spoken for by the gateway; a service or an execution must be spoken for by its own keys. */
async function callAs<C extends RequestContract>(
  hosts: Map<string, Host>,
  gateway: Host,
  keys: ((service: string) => IdentityKeys) | undefined,
  contract: C,
  input: InputGiven<C>,
  ctx: RequestContext,
): Promise<Output<C>> {
  const { principal } = ctx
  const speaker = principal.kind === 'service' ? principal.id : principal.kind === 'execution' ? 'execution' : 'gateway'
  const token = keys ? await new CallIdentity(speaker, keys(speaker)).tokenFor(ctx) : undefined
  const output = await gateway.transport.request(contract.subject, input, {
    headers: {
      token,
      requestId: ctx.requestId,
      deadlineAt: Math.min(ctx.deadlineAt, Date.now() + contract.timeoutMs),
      idempotency: ctx.idempotency && { key: ctx.idempotency.key, bodyHash: ctx.idempotency.bodyHash },
    },
    context: keys ? undefined : ctx,
    maxBytes: contract.maxBytes,
    long: contract.long,
    signal: ctx.signal,
  })
  return output as Output<C>
}

function report(error: unknown, where: { kind: string; subject: string }): void {
  process.stderr.write(`${where.kind} ${where.subject}: ${error instanceof Error ? error.stack : String(error)}\n`)
}

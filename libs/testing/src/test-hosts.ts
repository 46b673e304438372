import type { Clock } from '@linkflow/kernel'
import { LocalBroker, LocalTransport, connectNats } from '@linkflow/messaging'
import type { TestNatsServer, Transport } from '@linkflow/messaging'
import { Host, Tracing, createLogger, hostConfig, loadConfig } from '@linkflow/service'
import type { Environment, IdentityKeys, Service } from '@linkflow/service'
import type { TestDatabase } from './test-database.js'

export interface TestHostsOptions {
  database: TestDatabase
  /** Absent for the local transport. */
  nats: TestNatsServer | undefined
  keys: ((service: string) => IdentityKeys) | undefined
  env: Environment | undefined
  clock: Clock | undefined
}

/** The processes that services would run in: over NATS each has a connection of its own, locally they share one. */
export class TestHosts {
  readonly hosts = new Map<string, Host>()
  private readonly broker = new LocalBroker()
  private readonly transports: Transport[] = []

  constructor(private readonly options: TestHostsOptions) {}

  /** Makes the consumers of services known, so that nothing is published past them. */
  declare(services: readonly Service[]): void {
    for (const { consumers } of services) for (const consumer of consumers) this.broker.declare(consumer)
  }

  async of(service: string): Promise<Host> {
    const host = this.hosts.get(service) ?? this.create(service, await this.transportOf(service))
    this.hosts.set(service, host)
    return host
  }

  async close(): Promise<void> {
    await Promise.all(this.transports.map((transport) => transport.close()))
  }

  private async transportOf(service: string): Promise<Transport> {
    const { nats } = this.options
    const [shared] = this.transports
    if (!nats && shared) return shared
    const transport = nats
      ? await connectNats({ service, connection: { servers: nats.url }, onError: report })
      : new LocalTransport(this.broker, report)
    this.transports.push(transport)
    return transport
  }

  private create(service: string, transport: Transport): Host {
    const { database, keys, clock } = this.options
    const env = { LOG_LEVEL: 'warn', HOST: '127.0.0.1', PORT: '0', TRACE_SAMPLING: '0', ...this.options.env }
    const config = loadConfig(hostConfig, env)
    const logger = createLogger(config.LOG_LEVEL, service)
    return new Host({
      config,
      env,
      logger,
      tracing: Tracing.create(service, config, logger),
      transport,
      keys: keys?.(service),
      connection: (name) => ({ url: database.urlOf(name), poolSize: 10 }),
      clock,
    })
  }
}

function report(error: unknown, where: { kind: string; subject: string }): void {
  process.stderr.write(`${where.kind} ${where.subject}: ${error instanceof Error ? error.stack : String(error)}\n`)
}

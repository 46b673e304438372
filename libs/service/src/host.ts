import { systemClock } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import type { Transport } from '@linkflow/messaging'
import { StartError } from '@linkflow/postgres'
import type { Connection } from '@linkflow/postgres'
import { register } from 'prom-client'
import type { Registry } from 'prom-client'
import { CallMetrics } from './call-metrics.js'
import type { Environment, HostConfig } from './config.js'
import { Health } from './health.js'
import { CallIdentity } from './identity.js'
import type { IdentityKeys } from './identity.js'
import type { Logger } from './logger.js'
import { traced } from './traced.js'
import type { Tracing } from './tracing.js'

export interface HostOptions {
  config: HostConfig
  env: Environment
  logger: Logger
  tracing: Tracing
  transport: Transport
  /** Keys by which identity crosses processes; absent when all services share this one. */
  keys?: IdentityKeys
  /** How a service reaches its schema. */
  connection: (service: string) => Connection
  clock?: Clock
}

/** The process around one service or around all of them: what there must be only one of. */
export class Host {
  readonly registry: Registry = register
  readonly health = new Health()
  readonly metrics = new CallMetrics(register)
  readonly clock: Clock
  private readonly identities = new Map<string, CallIdentity>()
  private readonly clients = new Map<string, Messaging>()

  constructor(private readonly options: HostOptions) {
    this.clock = options.clock ?? systemClock
    this.health.add('messaging', async () => {
      const { connected, detail } = options.transport.status()
      return connected ? undefined : (detail ?? 'Not connected.')
    })
  }

  get config(): HostConfig {
    return this.options.config
  }

  get env(): Environment {
    return this.options.env
  }

  get transport(): Transport {
    return this.options.transport
  }

  get tracing(): Tracing {
    return this.options.tracing
  }

  get distributed(): boolean {
    return this.options.transport.kind === 'nats'
  }

  logger(service: string): Logger {
    return this.options.logger.child({ service })
  }

  connection(service: string): Connection {
    return this.options.connection(service)
  }

  identity(service: string): CallIdentity {
    let identity = this.identities.get(service)
    if (!identity) {
      if (this.distributed && !this.options.keys)
        throw new StartError('LINKFLOW_SIGNING_KEY and LINKFLOW_TRUSTED_KEYS are needed when services run apart.')
      identity = new CallIdentity(service, this.options.keys)
      this.identities.set(service, identity)
    }
    return identity
  }

  /** The client by which a service calls others, in its own name. */
  messaging(service: string): Messaging {
    let client = this.clients.get(service)
    if (!client) {
      client = new Messaging({
        service,
        transport: this.transport,
        identity: this.identity(service),
        around: traced(this.tracing, service),
      })
      this.clients.set(service, client)
    }
    return client
  }
}

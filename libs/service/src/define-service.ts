import type { Provider, Type } from '@nestjs/common'
import type { RequestContract, ServiceName } from '@linkflow/contracts'
import { consumerName, eraseConsumer } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import type { z } from 'zod'
import { declarationOf } from './handles.js'
import type { Listener } from './handles.js'
import type { Host } from './host.js'
import { startService } from './start-service.js'

/** A service that can be started in any process. */
export interface Service {
  readonly name: ServiceName
  readonly schema?: ServiceSchema
  /** Its own environment variables, so that a process can check them before it connects to anything. */
  readonly config?: z.ZodType
  /** Durable consumers it will have: known before anybody publishes, so that nothing passes them by. */
  readonly consumers: readonly { name: string; filterSubjects: readonly string[] }[]
  start(host: Host): Promise<RunningService>
}

export interface RunningService {
  /** Stops accepting, finishes or hands back what runs, then lets go of everything. */
  close(): Promise<void>
}

/** Something of a service that works by itself, such as a worker pool. */
export interface Background {
  start(): Promise<void>
  stop(): Promise<void>
}

export interface ServiceOptions {
  name: ServiceName
  /** Every contract of the service: each needs exactly one handler. */
  contracts: readonly RequestContract[]
  handlers: readonly Type[]
  listeners?: readonly Type<Listener<never>>[]
  schema?: ServiceSchema
  providers?: readonly Provider[]
  /** Providers started after the service answers and stopped before it goes. */
  background?: readonly Type<Background>[]
  /** Its own environment variables; injected as {@link CONFIG}. */
  config?: z.ZodType
}

/** Declares a service; nothing happens before `start`. */
export function defineService(options: ServiceOptions): Service {
  const { name, schema, config } = options
  const consumers: Service['consumers'][number][] = (options.listeners ?? []).map((type) => {
    const declared = declarationOf(type)
    return { name: consumerName(name, declared.name), filterSubjects: [`${declared.event.subject}.>`] }
  })
  if (schema) consumers.push(eraseConsumer(name))
  return { name, schema, config, consumers, start: (host) => startService(options, host) }
}

import { Catch } from '@nestjs/common'
import type { DynamicModule, Provider, RpcExceptionFilter, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { RequestContract, ServiceName } from '@linkflow/contracts'
import { Messaging } from '@linkflow/messaging'
import type { Subscription } from '@linkflow/messaging'
import { Database, OutboxRelay, PostgresModule, consumeEvent, consumerName } from '@linkflow/postgres'
import type { ServiceSchema } from '@linkflow/postgres'
import { throwError } from 'rxjs'
import type { z } from 'zod'
import { loadConfig } from './config.js'
import { listensTo } from './handles.js'
import type { Listener } from './handles.js'
import type { Host } from './host.js'
import { nestLogger } from './logger.js'
import { MessagingServer } from './strategy.js'
import { CLOCK, CONFIG, HOST } from './tokens.js'

const DRAIN_MS = 15_000

/** A service that can be started in any process. */
export interface Service {
  readonly name: ServiceName
  readonly schema?: ServiceSchema
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

/** Errors reach the transport as they were thrown, not as Nest would dress them. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown) {
    return throwError(() => error)
  }
}

/** Declares a service; nothing happens before `start`. */
export function defineService(options: ServiceOptions): Service {
  const consumers = (options.listeners ?? []).map((type) => {
    const { event, name } = declarationOf(type)
    return { name: consumerName(options.name, name), filterSubjects: [`${event.subject}.>`] }
  })
  return { name: options.name, schema: options.schema, consumers, start: (host) => start(options, host) }
}

async function start(options: ServiceOptions, host: Host): Promise<RunningService> {
  const { name, contracts } = options
  const logger = host.logger(name)
  const strategy = new MessagingServer({
    service: name,
    contracts,
    transport: host.transport,
    identity: host.identity(name),
    tracing: host.tracing,
    metrics: host.metrics,
  })
  const app = await NestFactory.createMicroservice(moduleOf(options, host), {
    strategy,
    logger: nestLogger(logger),
    abortOnError: false,
  })
  app.useGlobalFilters(new RethrowFilter())
  await app.listen()

  const subscriptions: Subscription[] = []
  let relay: OutboxRelay | undefined
  if (options.schema) {
    const database = app.get(Database)
    host.health.add(`database ${name}`, async () => void (await database.dataSource.query('select 1')))
    relay = new OutboxRelay(database, host.transport, (error) => logger.warn({ err: error }, 'outbox relay'))
    relay.start()
    for (const type of options.listeners ?? []) subscriptions.push(await listen(type, app.get(type), database, host))
  }
  const background = (options.background ?? []).map((type) => app.get<Background>(type))
  for (const worker of background) await worker.start()

  return {
    async close() {
      // What is being answered may need the workers: they go after it. Who waits for longer than this is let down.
      await atMost(DRAIN_MS, strategy.close())
      for (const worker of background) await worker.stop()
      await Promise.all(subscriptions.map((subscription) => subscription.close()))
      await relay?.stop()
      await app.close()
    },
  }
}

/** Waits for something, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise<void>((done) => (timer = setTimeout(done, ms)))])
  clearTimeout(timer)
}

function moduleOf(options: ServiceOptions, host: Host): DynamicModule {
  const { name, schema, handlers, listeners = [], providers = [], background = [] } = options
  class ServiceModule {}
  Object.defineProperty(ServiceModule, 'name', { value: `${name}-module` })
  return {
    module: ServiceModule,
    imports: schema ? [PostgresModule.forService(schema, host.connection(name))] : [],
    controllers: [...handlers],
    providers: [
      { provide: HOST, useValue: host },
      { provide: CLOCK, useValue: host.clock },
      { provide: CONFIG, useValue: options.config ? loadConfig(options.config, host.env) : {} },
      { provide: Messaging, useValue: host.messaging(name) },
      ...providers,
      ...listeners,
      ...background,
    ],
  }
}

function listen(type: Type, instance: Listener<never>, database: Database, host: Host): Promise<Subscription> {
  const logger = host.logger(database.service)
  return consumeEvent(database, host.transport, {
    ...declarationOf(type),
    handle: (message, workspaceId, tx) => {
      const { id, key, seq, attempt } = message
      return instance.on(message.data as never, { id, key, seq, attempt, workspaceId }, tx)
    },
    onError: (error, message) =>
      logger.warn({ err: error, event: message.subject, attempt: message.attempt }, 'event not processed'),
  })
}

function declarationOf(type: Type) {
  const declared = listensTo(type)
  if (!declared) throw new Error(`${type.name} listens to nothing`)
  return declared
}

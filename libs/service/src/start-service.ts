import { Catch } from '@nestjs/common'
import type { DynamicModule, RpcExceptionFilter, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Messaging } from '@linkflow/messaging'
import type { DeliveredEvent } from '@linkflow/messaging'
import {
  OutboxRelay,
  PostgresModule,
  consumeErasure,
  consumeEvent,
  openDatabase,
  sweepErased,
} from '@linkflow/postgres'
import type { Database } from '@linkflow/postgres'
import { throwError } from 'rxjs'
import { loadConfig } from './config.js'
import type { Background, RunningService, ServiceOptions } from './define-service.js'
import { declarationOf } from './handles.js'
import type { Listener } from './handles.js'
import type { Host } from './host.js'
import { nestLogger } from './logger.js'
import { Poller } from './poller.js'
import { MessagingServer } from './strategy.js'
import { CLOCK, CONFIG, HOST } from './tokens.js'
import { operationOf } from './tracing.js'

/** How long answers that are under way may take when the process drains, in milliseconds. */
const DRAIN_MS = 15_000
const SWEEP_EVERY_MS = 10 * 60_000

/** Errors reach the transport as they were thrown, not as Nest would dress them. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown) {
    return throwError(() => error)
  }
}

/** Starts a service in a process. What was opened is closed again when the start fails. */
export async function startService(options: ServiceOptions, host: Host): Promise<RunningService> {
  const { name, schema } = options
  const config = options.config ? loadConfig(options.config, host.env) : {}
  const closers: (() => Promise<unknown>)[] = []
  const close = () => closeAll(closers.splice(0).reverse())
  try {
    const database = schema && (await openDatabase(schema, host.connection(name)))
    if (database)
      closers.push(async () => {
        if (database.dataSource.isInitialized) await database.dataSource.destroy()
      })
    const strategy = strategyOf(options, host)
    const app = await NestFactory.createMicroservice(moduleOf(options, { host, config, database }), {
      strategy,
      logger: nestLogger(host.logger(name)),
      abortOnError: false,
    })
    closers.push(() => app.close())
    app.useGlobalFilters(new RethrowFilter())
    await app.listen()
    if (database) await startEvents(options, { host, database, get: (type) => app.get(type), closers })
    for (const type of options.background ?? []) {
      const worker = app.get<Background>(type)
      closers.push(() => worker.stop())
      await worker.start()
    }
    // What is being answered may need the workers: they go after it. Who waits for longer than this is let down.
    closers.push(() => atMost(DRAIN_MS, strategy.close()))
    return { close }
  } catch (error) {
    await close().catch((failure: unknown) => host.logger(name).warn({ err: failure }, 'not closed'))
    throw error
  }
}

function strategyOf({ name, contracts }: ServiceOptions, host: Host): MessagingServer {
  const { transport, tracing, metrics } = host
  const identity = host.identity(name)
  return new MessagingServer({
    service: name,
    contracts,
    transport,
    identity,
    tracing,
    metrics,
    logger: host.logger(name),
  })
}

interface Opened {
  host: Host
  config: unknown
  database: Database | undefined
}

function moduleOf(options: ServiceOptions, { host, config, database }: Opened): DynamicModule {
  const { name, handlers, listeners = [], providers = [], background = [] } = options
  class ServiceModule {}
  Object.defineProperty(ServiceModule, 'name', { value: `${name}-module` })
  return {
    module: ServiceModule,
    imports: database ? [PostgresModule.forDatabase(database)] : [],
    controllers: [...handlers],
    providers: [
      { provide: HOST, useValue: host },
      { provide: CLOCK, useValue: host.clock },
      { provide: CONFIG, useValue: config },
      { provide: Messaging, useValue: host.messaging(name) },
      ...providers,
      ...listeners,
      ...background,
    ],
  }
}

interface EventParts {
  host: Host
  database: Database
  get: <T>(type: Type<T>) => T
  closers: (() => Promise<unknown>)[]
}

/** Sends what the service publishes and gives its listeners what others have published. */
async function startEvents(options: ServiceOptions, { host, database, get, closers }: EventParts): Promise<void> {
  const logger = host.logger(options.name)
  host.health.add(`database ${options.name}`, async () => void (await database.dataSource.query('select 1')))
  const relay = new OutboxRelay(database, host.transport, (error) => logger.warn({ err: error }, 'outbox relay'))
  relay.start()
  closers.push(() => relay.stop())
  const erasure = await consumeErasure(database, host.transport, (error) =>
    logger.error({ err: error }, 'a deleted workspace was not erased'),
  )
  closers.push(() => erasure.close())
  const sweep: Poller = new Poller({
    everyMs: SWEEP_EVERY_MS,
    work: async () => {
      await sweepErased(database, () => sweep.isStopping)
      return false
    },
    logger,
    name: 'sweep of deleted workspaces',
  })
  closers.push(() => sweep.stop())
  await sweep.start()
  for (const type of options.listeners ?? []) {
    const listener = get<Listener<never>>(type)
    const subscription = await consumeEvent(database, host.transport, {
      ...declarationOf(type),
      handle: (message, workspaceId, tx) => {
        const { id, key, seq, attempt, headers, subject } = message
        const span = {
          kind: 'consumer',
          component: options.name,
          tags: { 'message_bus.destination': subject },
        } as const
        return host.tracing.within(operationOf(subject), headers.traceparent, span, (traceparent) =>
          listener.on(message.data as never, { id, key, seq, attempt, workspaceId, traceparent }, tx),
        )
      },
      onError: (error, message) => logger.warn({ err: error, ...about(message) }, 'event not processed'),
    })
    closers.push(() => subscription.close())
  }
}

const about = ({ subject, id, attempt, headers }: DeliveredEvent) => ({
  event: subject,
  eventId: id,
  attempt,
  traceId: headers.traceparent?.split('-')[1],
})

/** Takes every step, also after one has failed; throws the first failure at the end. */
async function closeAll(steps: (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/** Waits for something, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise<void>((done) => (timer = setTimeout(done, ms)))])
  clearTimeout(timer)
}

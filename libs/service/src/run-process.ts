import { connectNats } from '@linkflow/messaging'
import type { Transport } from '@linkflow/messaging'
import { StartError } from '@linkflow/postgres'
import type { Environment } from './config.js'
import type { RunningService, Service } from './define-service.js'
import { Host } from './host.js'
import { createLogger } from './logger.js'
import type { Logger } from './logger.js'
import { startOperations } from './operations-server.js'
import { loadProcessConfig } from './process-config.js'
import type { ProcessConfig } from './process-config.js'
import { redactText } from './redact.js'
import { Tracing } from './tracing.js'

/**
 * The `main` of a service that runs apart from the others: reads the environment, connects, serves, and on SIGTERM or
 * SIGINT drains. Says in one sentence why it cannot start, and exits with 1.
 */
export async function runProcess(service: Service, env: Environment): Promise<void> {
  try {
    const running = await startProcess(service, env)
    onSignal(() => running.close())
  } catch (error) {
    exitWith(error)
  }
}

/**
 * Starts one service as a process of its own over NATS. What was opened is closed again when the start fails.
 *
 * @throws StartError with a sentence for people
 */
export async function startProcess(service: Service, env: Environment): Promise<RunningService> {
  const config = loadProcessConfig(service, env)
  const processLogger = createLogger(config.LOG_LEVEL, service.name)
  const transport = await connect(service, config, processLogger)
  const tracing = Tracing.create(service.name, config, processLogger)
  const host = new Host({
    config: { ...config, LINKFLOW_SIGNING_KEY: undefined, LINKFLOW_TRUSTED_KEYS: undefined },
    env,
    logger: processLogger,
    tracing,
    transport,
    keys: { signingKey: config.LINKFLOW_SIGNING_KEY, trustedKeys: config.LINKFLOW_TRUSTED_KEYS },
    connection: () => ({
      url: config.DATABASE_URL ?? '',
      poolSize: config.DATABASE_POOL_SIZE,
      idleConnections: config.DATABASE_IDLE_CONNECTIONS,
      idleTimeoutMs: config.DATABASE_IDLE_TIMEOUT_MS,
    }),
  })
  try {
    return await serve(service, { host, transport, tracing, processLogger })
  } catch (error) {
    await transport.close()
    await tracing.close()
    throw isPortTaken(error) ? new StartError(`Port ${config.PORT} is taken. Choose another with PORT.`) : error
  }
}

interface ProcessParts {
  host: Host
  transport: Transport
  tracing: Tracing
  processLogger: Logger
}

async function serve(service: Service, { host, transport, tracing, processLogger }: ProcessParts) {
  const running = await service.start(host)
  // The gateway answers for its health on its own port.
  const operations = service.name === 'gateway' ? undefined : await startOperations(host).catch(closing(running))
  processLogger.info({ port: operations?.port ?? host.config.PORT }, 'ready')
  return {
    async close() {
      host.health.drain()
      await running.close()
      await transport.drain()
      await operations?.close()
      await tracing.close()
    },
  }
}

/** Closes a service that was started and cannot be looked after. */
function closing(running: RunningService) {
  return async (error: unknown): Promise<never> => {
    await running.close()
    throw error
  }
}

async function connect(service: Service, config: ProcessConfig, logger: Logger): Promise<Transport> {
  try {
    return await connectNats({
      service: service.name,
      connection: { servers: config.NATS_URL },
      events: { replicas: config.NATS_STREAM_REPLICAS },
      onError: (error, where) => logger.error({ err: error, ...where }, 'unexpected error'),
    })
  } catch (cause) {
    const { message, code } = cause as { message?: string; code?: string }
    const server = redactText(config.NATS_URL)
    throw new StartError(
      `NATS at ${server} cannot be reached (${message || code}). Check NATS_URL and that it runs with JetStream.`,
      { cause },
    )
  }
}

function isPortTaken(error: unknown): boolean {
  return (error as { code?: string }).code === 'EADDRINUSE'
}

/** Runs `stop` once at SIGTERM or SIGINT, then exits; a second signal exits at once. */
export function onSignal(stop: () => Promise<void>): void {
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      stop().then(
        () => process.exit(0),
        (error) => exitWith(error),
      )
    })
}

/** Ends the process with the reason on standard error: a sentence for what people can mend, a stack for what they cannot. */
export function exitWith(error: unknown): never {
  const text =
    error instanceof StartError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error)
  process.stderr.write(`${redactText(text)}\n`)
  process.exit(1)
}

import { connectNats } from '@linkflow/messaging'
import { StartError } from '@linkflow/postgres'
import { loadConfig, hostConfig } from './config.js'
import type { Environment, HostConfig } from './config.js'
import type { RunningService, Service } from './define-service.js'
import { Host } from './host.js'
import type { IdentityKeys } from './identity.js'
import { createLogger } from './logger.js'
import { startOperations } from './operations-server.js'
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

/** Starts one service as a process of its own over NATS. */
export async function startProcess(service: Service, env: Environment): Promise<RunningService> {
  const config = loadConfig(hostConfig, env)
  const logger = createLogger(config.LOG_LEVEL, service.name)
  const { natsUrl, databaseUrl } = requireAddresses(config, service)
  const transport = await connectNats({
    service: service.name,
    connection: { servers: natsUrl },
    events: { replicas: config.NATS_STREAM_REPLICAS },
    onError: (error, where) => logger.error({ err: error, ...where }, 'unexpected error'),
  })
  const tracing = Tracing.create(service.name, config, logger)
  const host = new Host({
    config,
    env,
    logger,
    tracing,
    transport,
    keys: identityKeys(config),
    connection: () => ({
      url: databaseUrl ?? '',
      poolSize: config.DATABASE_POOL_SIZE,
      idleTimeoutMs: config.DATABASE_IDLE_TIMEOUT_MS,
    }),
  })
  const running = await service.start(host)
  // The gateway answers for its health on its own port.
  const operations = service.name === 'gateway' ? undefined : await startOperations(host)
  logger.info({ port: operations?.port ?? config.PORT }, 'ready')
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

function requireAddresses(config: HostConfig, service: Service): { natsUrl: string; databaseUrl: string | undefined } {
  if (!config.NATS_URL) throw new StartError('NATS_URL is needed when services run apart.')
  if (service.schema && !config.DATABASE_URL) throw new StartError('DATABASE_URL is needed by this service.')
  return { natsUrl: config.NATS_URL, databaseUrl: config.DATABASE_URL }
}

function identityKeys(config: HostConfig): IdentityKeys | undefined {
  if (!config.LINKFLOW_SIGNING_KEY || !config.LINKFLOW_TRUSTED_KEYS) return undefined
  try {
    return {
      signingKey: JSON.parse(config.LINKFLOW_SIGNING_KEY),
      trustedKeys: JSON.parse(config.LINKFLOW_TRUSTED_KEYS),
    }
  } catch {
    throw new StartError('LINKFLOW_SIGNING_KEY and LINKFLOW_TRUSTED_KEYS must be JSON: a private JWK and a JWKS.')
  }
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
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

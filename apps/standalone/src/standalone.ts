import { LocalBroker, LocalTransport } from '@linkflow/messaging'
import { StartError, serviceUrl } from '@linkflow/postgres'
import { Host, Tracing, createLogger, loadConfig } from '@linkflow/service'
import type { Environment, RunningService } from '@linkflow/service'
import { resolve } from 'node:path'
import { DEFAULT_POOL_SIZE, poolSizes, standaloneConfig } from './config.js'
import type { StandaloneConfig } from './config.js'
import { ownPostgres } from './own-postgres.js'
import { prepareDatabase } from './prepare-database.js'
import { refuseInvalid, refuseTakenPort } from './refuse-early.js'
import { environmentOf, loadSecrets } from './secrets.js'
import { services } from './services.js'

export interface Standalone {
  /** Where people reach it. */
  url: string
  /** What they should know about this installation. */
  warnings: string[]
  close(): Promise<void>
}

/**
 * Starts all services in this process, with a PostgreSQL of their own unless DATABASE_URL names another.
 *
 * @throws StartError with a sentence for people
 */
export async function startStandalone(env: Environment, say: (line: string) => void): Promise<Standalone> {
  const config = loadConfig(standaloneConfig, env)
  const dataDir = resolve(config.LINKFLOW_DATA_DIR)
  await refuseTakenPort(config)
  const secrets = await loadSecrets(dataDir)
  const told = { ...env, ...withDefaults(config, env), ...environmentOf(secrets) }
  refuseInvalid(told)
  const postgres = config.DATABASE_URL ? undefined : await ownPostgres(dataDir, say)
  try {
    const adminUrl = config.DATABASE_URL ?? postgres!.url
    const { migrated, separateRoles } = await prepareDatabase(adminUrl, secrets.database)
    if (migrated.length > 0) say(`Database: ran ${migrated.length} migrations`)
    const urlOf = (service: string) => (separateRoles ? serviceUrl(adminUrl, service, secrets.database) : adminUrl)
    const warnings = separateRoles
      ? []
      : [
          'The role of DATABASE_URL may not create roles: all services share it, so a service is not kept from another’s schema.',
        ]
    say('Services: starting')
    const running = await startServices(config, told, urlOf)
    return {
      url: running.url,
      warnings,
      async close() {
        await running.close()
        await postgres?.stop()
      },
    }
  } catch (error) {
    await postgres?.stop()
    throw error
  }
}

/** What services are told when nobody said otherwise. */
function withDefaults(config: StandaloneConfig, env: Environment): Environment {
  return { LINKFLOW_PUBLIC_URL: env.LINKFLOW_PUBLIC_URL ?? `http://localhost:${config.PORT}` }
}

async function startServices(config: StandaloneConfig, env: Environment, urlOf: (service: string) => string) {
  const logger = createLogger(config.LOG_LEVEL, 'standalone')
  const broker = new LocalBroker()
  for (const { consumers } of services) for (const consumer of consumers) broker.declare(consumer)
  const transport = new LocalTransport(broker, (error, where) =>
    logger.error({ err: error, ...where }, 'unexpected error'),
  )
  const tracing = Tracing.create('standalone', config, logger)
  const host = new Host({
    config,
    env,
    logger,
    tracing,
    transport,
    connection: (service) => ({ url: urlOf(service), poolSize: poolSizes[service] ?? DEFAULT_POOL_SIZE }),
  })
  const running: RunningService[] = []
  const close = async () => {
    host.health.drain()
    for (const service of running.reverse()) await service.close()
    await transport.close()
    await tracing.close()
  }
  try {
    for (const service of services) running.push(await service.start(host))
  } catch (error) {
    await close()
    throw portTaken(error) ? new StartError(`Port ${config.PORT} is taken. Choose another with --port.`) : error
  }
  const { port } = running.at(-1) as RunningService & { port: number }
  return { url: `http://localhost:${port}`, close }
}

function portTaken(error: unknown): boolean {
  return (error as { code?: string }).code === 'EADDRINUSE'
}

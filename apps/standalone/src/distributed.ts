import { serviceUrl } from '@linkflow/postgres'
import { exitWith, loadConfig, onSignal } from '@linkflow/service'
import { join, resolve } from 'node:path'
import { distributedConfig } from './config.js'
import { Fleet } from './fleet.js'
import { ownPostgres } from './own-postgres.js'
import { ownNats, ownRedis } from './own-servers.js'
import { prepareDatabase } from './prepare-database.js'
import { refuseTakenPort } from './refuse-early.js'
import { environmentOf, identityOf, loadSecrets } from './secrets.js'
import type { Secrets } from './secrets.js'
import { services } from './services.js'

type Say = (line: string) => void
type Config = ReturnType<typeof readConfig>
interface Servers {
  NATS_URL: string
  REDIS_URL: string
  DATABASE_URL: string
}

const readConfig = () => loadConfig(distributedConfig, process.env)

/** What was started, and is stopped the other way round. */
class Started {
  private readonly parts: { stop(): Promise<void> }[] = []

  add<T extends { stop(): Promise<void> }>(part: T): T {
    this.parts.push(part)
    return part
  }

  async stop(): Promise<void> {
    for (const part of this.parts.reverse()) await part.stop()
  }
}

/** Starts every service as a process of its own on this machine, with the servers that nobody named. */
async function startDistributed(say: Say, started: Started): Promise<void> {
  const config = readConfig()
  await refuseTakenPort(config)
  const dataDir = resolve(config.LINKFLOW_DATA_DIR)
  const secrets = await loadSecrets(dataDir)
  const servers = await findServers(config, dataDir, say, started)
  say('Database: migrating')
  const { separateRoles } = await prepareDatabase(servers.DATABASE_URL, secrets.database)
  say(`Services: starting ${services.length} processes`)
  const fleet = started.add(new Fleet(say))
  await Promise.all(environments(config, servers, secrets, separateRoles).map(([name, env]) => fleet.start(name, env)))
  say(`LinkFlow is ready on http://localhost:${config.PORT}`)
}

async function findServers(config: Config, dataDir: string, say: Say, started: Started): Promise<Servers> {
  const nats = async () => {
    say('NATS: starting')
    return started.add(await ownNats(join(dataDir, 'nats'))).url
  }
  const redis = async () => {
    say('Redis: starting')
    return started.add(await ownRedis()).url
  }
  return {
    NATS_URL: config.NATS_URL ?? (await nats()),
    REDIS_URL: process.env.REDIS_URL ?? (await redis()),
    DATABASE_URL: config.DATABASE_URL ?? started.add(await ownPostgres(dataDir, say)).url,
  }
}

function environments(config: Config, servers: Servers, secrets: Secrets, separateRoles: boolean) {
  const shared = {
    LINKFLOW_PUBLIC_URL: `http://localhost:${config.PORT}`,
    ...process.env,
    ...environmentOf(secrets),
    NATS_URL: servers.NATS_URL,
    REDIS_URL: servers.REDIS_URL,
    DATABASE_POOL_SIZE: process.env.DATABASE_POOL_SIZE ?? '8',
  }
  const databaseOf = (name: string) =>
    separateRoles ? serviceUrl(servers.DATABASE_URL, name, secrets.database) : servers.DATABASE_URL
  return services.map(({ name, schema }, index) => {
    const isGateway = name === 'gateway'
    const port = isGateway ? config.PORT : config.OPERATIONS_PORT && config.OPERATIONS_PORT + index
    // What the others answer is for whoever runs this machine: health and metrics.
    const host = isGateway ? config.HOST : '127.0.0.1'
    const DATABASE_URL = schema && databaseOf(name)
    return [name, { ...shared, ...identityOf(secrets, name), DATABASE_URL, HOST: host, PORT: String(port) }] as const
  })
}

const started = new Started()
try {
  await startDistributed((line) => process.stdout.write(`${line}\n`), started)
  onSignal(() => started.stop())
} catch (error) {
  await started.stop()
  exitWith(error)
}

import { StartError, serviceUrl } from '@linkflow/postgres'
import { exitWith, loadConfig, onSignal } from '@linkflow/service'
import { resolve } from 'node:path'
import { distributedConfig } from './config.js'
import { Fleet } from './fleet.js'
import { prepareDatabase } from './prepare-database.js'
import { environmentOf, identityOf, loadSecrets } from './secrets.js'
import { services } from './services.js'

/** Starts every service as a process of its own on this machine, over the servers it is told of. */
async function startDistributed(say: (line: string) => void): Promise<Fleet> {
  const config = loadConfig(distributedConfig, process.env)
  const missing = (['NATS_URL', 'DATABASE_URL'] as const).filter((name) => !config[name])
  if (missing.length > 0) throw new StartError(`--distributed needs ${missing.join(' and ')}.`)
  const adminUrl = config.DATABASE_URL!
  const secrets = await loadSecrets(resolve(config.LINKFLOW_DATA_DIR))
  say('Database: migrating')
  const { separateRoles } = await prepareDatabase(adminUrl, secrets.database)
  const fleet = new Fleet(say)
  const shared = { LINKFLOW_PUBLIC_URL: `http://localhost:${config.PORT}`, ...process.env, ...environmentOf(secrets) }
  say(`Services: starting ${services.length} processes`)
  const starting = services.map(({ name, schema }, index) => {
    const port = name === 'gateway' ? config.PORT : config.OPERATIONS_PORT && config.OPERATIONS_PORT + index
    const databaseUrl = schema && (separateRoles ? serviceUrl(adminUrl, name, secrets.database) : adminUrl)
    return fleet.start(name, {
      ...shared,
      ...identityOf(secrets, name),
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: process.env.DATABASE_POOL_SIZE ?? '8',
      PORT: String(port),
    })
  })
  await Promise.all(starting).catch(async (error: unknown) => {
    await fleet.stop()
    throw error
  })
  say(`LinkFlow is ready on http://localhost:${config.PORT}`)
  return fleet
}

try {
  const fleet = await startDistributed((line) => process.stdout.write(`${line}\n`))
  onSignal(() => fleet.stop())
} catch (error) {
  exitWith(error)
}

import { startLocalPostgres } from '@linkflow/local-postgres'
import type { LocalPostgres } from '@linkflow/local-postgres'
import { StartError } from '@linkflow/postgres'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { postgresSettings } from './config.js'

/**
 * Starts the PostgreSQL that comes with an installation.
 *
 * @throws StartError with a sentence for people
 */
export async function ownPostgres(dataDir: string, say: (line: string) => void): Promise<LocalPostgres> {
  say('Database: starting')
  try {
    mkdirSync(dataDir, { recursive: true })
    return await startLocalPostgres({
      dataDir: join(dataDir, 'postgres'),
      settings: postgresSettings,
      logFile: join(dataDir, 'postgres.log'),
    })
  } catch (error) {
    throw new StartError(`The database in ${dataDir} cannot be started: ${(error as Error).message}`)
  }
}

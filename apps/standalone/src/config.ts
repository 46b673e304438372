import { hostConfig, numberVariable } from '@linkflow/service'
import { z } from 'zod'

/** Environment variables of the standalone process. */
export const standaloneConfig = hostConfig.extend({
  LINKFLOW_DATA_DIR: z
    .string()
    .default('.linkflow')
    .describe('Folder of the secrets and of the own PostgreSQL. Back it up.'),
  LINKFLOW_PUBLIC_URL: z
    .string()
    .optional()
    .describe('How others reach the gateway; webhook URLs begin with it. http://localhost:<PORT> when absent.'),
})
export type StandaloneConfig = z.output<typeof standaloneConfig>

/** Environment variables of `npm start -- --distributed`. */
export const distributedConfig = standaloneConfig.extend({
  OPERATIONS_PORT: numberVariable(9100, 0, 65000).describe(
    'First of the ports, on 127.0.0.1, for health and metrics of the services besides the gateway; 0 takes free ones.',
  ),
})

/** Connections of each service's pool: all of them together stay below PostgreSQL's default of 100. */
export const poolSizes: Record<string, number> = { execution: 10, workflow: 6 }
export const DEFAULT_POOL_SIZE = 4

/** Settings of the PostgreSQL that comes with the process. */
export const postgresSettings = {
  max_connections: 150,
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  jit: 'off',
}

import { hostConfig } from '@linkflow/service'
import { z } from 'zod'

/** Environment variables of the standalone process. */
export const standaloneConfig = hostConfig.extend({
  LINKFLOW_DATA_DIR: z.string().default('.linkflow'),
  LINKFLOW_PUBLIC_URL: z.string().optional(),
})
export type StandaloneConfig = z.output<typeof standaloneConfig>

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

import type { DataSourceOptions } from 'typeorm'
import { PooledClient } from './pooled-client.js'
import type { ServiceSchema } from './schema.js'

/** How a service reaches PostgreSQL. */
export interface Connection {
  url: string
  /** Most connections held open at once; 25 unless told. */
  poolSize?: number
  /** Connections that stay open although nobody uses them; 5 unless told. */
  idleConnections?: number
  /** Milliseconds an unused connection above those is kept. */
  idleTimeoutMs?: number
}

/** TypeORM's options for a service's own schema; `synchronize` is never on. */
export function dataSourceOptions(schema: ServiceSchema, connection: Connection) {
  const poolSize = connection.poolSize ?? 25
  return {
    type: 'postgres' as const,
    url: connection.url,
    applicationName: `linkflow-${schema.service}`,
    schema: schema.service,
    entities: [...schema.entities],
    migrations: [...schema.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each' as const,
    synchronize: false,
    logging: false,
    poolSize,
    extra: {
      Client: PooledClient,
      min: Math.min(connection.idleConnections ?? 5, poolSize),
      idleTimeoutMillis: connection.idleTimeoutMs ?? 30_000,
      connectionTimeoutMillis: 10_000,
      options: `-c search_path=${schema.service},public`,
    },
  } satisfies DataSourceOptions
}

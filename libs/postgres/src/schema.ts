import type { ServiceName } from '@linkflow/contracts'
import type { EntitySchema, MigrationInterface } from 'typeorm'

/** Whether the version before a migration still works after it. */
export type Compatibility = 'compatible' | 'breaking'

/** A migration class; its name ends in a 13-digit timestamp, as TypeORM wants. */
export interface MigrationClass {
  new (): MigrationInterface
  readonly name: string
  readonly compatibility: Compatibility
}

/** A service's part of the database: its own schema, reached through its own role. */
export interface ServiceSchema {
  readonly service: ServiceName
  readonly entities: readonly EntitySchema[]
  readonly migrations: readonly MigrationClass[]
}

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

/**
 * A table without an index on its workspace, whose rows are those of the rows of another: they are deleted together,
 * found by the other's primary key, a single column, which the table's column `by` holds.
 */
export interface Dependent {
  readonly table: string
  readonly by: string
  readonly of: string
}

/** A service's part of the database: its own schema, reached through its own role. */
export interface ServiceSchema {
  readonly service: ServiceName
  readonly entities: readonly EntitySchema[]
  readonly migrations: readonly MigrationClass[]
  /** In the order in which their rows are deleted. */
  readonly dependents?: readonly Dependent[]
}

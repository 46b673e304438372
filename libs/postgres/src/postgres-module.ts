import { Module } from '@nestjs/common'
import type { DynamicModule } from '@nestjs/common'
import { TypeOrmModule } from '@nestjs/typeorm'
import { Database } from './database.js'

/** Gives a service's Nest application its open {@link Database}, and closes it with the application. */
@Module({})
export class PostgresModule {
  static forDatabase(database: Database): DynamicModule {
    const { dataSource, service } = database
    return {
      module: PostgresModule,
      global: true,
      // Named, because several services may live in one process.
      imports: [
        TypeOrmModule.forRootAsync({
          name: service,
          useFactory: () => ({ ...dataSource.options, retryAttempts: 0 }),
          dataSourceFactory: async () => dataSource,
        }),
      ],
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    }
  }
}

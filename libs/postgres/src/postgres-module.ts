import { Module } from '@nestjs/common'
import type { DynamicModule } from '@nestjs/common'
import { TypeOrmModule, getDataSourceToken } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { dataSourceOptions } from './connection.js'
import type { Connection } from './connection.js'
import { Database } from './database.js'
import type { ServiceSchema } from './schema.js'

/** Gives a service's Nest application its {@link Database}, verified before anything uses it. */
@Module({})
export class PostgresModule {
  static forService(schema: ServiceSchema, connection: Connection): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      // Named, because several services may live in one process.
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(schema, connection), name: schema.service, retryAttempts: 0 }),
      ],
      providers: [
        {
          provide: Database,
          inject: [getDataSourceToken(schema.service)],
          useFactory: async (dataSource: DataSource) => {
            const database = new Database(dataSource, schema.service)
            await database.verify()
            return database
          },
        },
      ],
      exports: [Database],
    }
  }
}

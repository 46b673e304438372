import { Inject, Injectable } from '@nestjs/common'
import { Database } from '@linkflow/postgres'
import type { Opening } from '@linkflow/postgres'
import { FireWriter } from './fire-writer.js'
import { ScheduleReader } from './schedule-reader.js'
import { ScheduleWriter } from './schedule-writer.js'

/** What a transaction of this service writes. */
export interface Writers {
  schedules: ScheduleWriter
  fires: FireWriter
}

/** The schedule service's data, opened for one workspace. */
@Injectable()
export class ScheduleStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  read<T>(ctx: Opening, fn: (reader: ScheduleReader) => Promise<T>): Promise<T> {
    return this.database.read(ctx, (reader) => fn(new ScheduleReader(reader)))
  }

  transact<T>(ctx: Opening, fn: (writers: Writers) => Promise<T>): Promise<T> {
    return this.database.transact(ctx, (tx) => fn({ schedules: new ScheduleWriter(tx), fires: new FireWriter(tx) }))
  }
}

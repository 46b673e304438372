import { Inject, Injectable } from '@nestjs/common'
import { CONFIG, HOST, Poller } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { FireStore } from '../adapters/postgres/fire-store.js'
import type { ScheduleConfig } from '../config.js'

const CLEAN_EVERY_MS = 60 * 60_000

/** Keeps the history of fires to its days. */
@Injectable()
export class FireHistory extends Poller {
  constructor(@Inject(FireStore) store: FireStore, @Inject(CONFIG) config: ScheduleConfig, @Inject(HOST) host: Host) {
    super({
      name: 'cleaning the history of fires',
      everyMs: CLEAN_EVERY_MS,
      logger: host.logger('schedule'),
      work: async () => {
        await store.drop(config.LINKFLOW_SCHEDULE_HISTORY_DAYS)
        return false
      },
    })
  }
}

import { Inject, Injectable } from '@nestjs/common'
import { CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { FireStore } from '../adapters/postgres/fire-store.js'
import type { ScheduleConfig } from '../config.js'

const CLEAN_EVERY_MS = 60 * 60_000

/** Keeps the history of fires to its days. */
@Injectable()
export class FireHistory implements Background {
  private readonly poller: Poller

  constructor(
    @Inject(FireStore) private readonly store: FireStore,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
    @Inject(HOST) host: Host,
  ) {
    const logger = host.logger('schedule')
    const name = 'cleaning the history of fires'
    this.poller = new Poller({ everyMs: CLEAN_EVERY_MS, work: () => this.clean(), logger, name })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async clean(): Promise<boolean> {
    await this.store.drop(this.config.LINKFLOW_SCHEDULE_HISTORY_DAYS)
    return false
  }
}

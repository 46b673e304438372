import { Inject, Injectable } from '@nestjs/common'
import { CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { FireStore } from '../adapters/postgres/fire-store.js'
import type { ScheduleConfig } from '../config.js'

const CLEAN_EVERY_MS = 60 * 60_000

/** Keeps the history of fires to its days. */
@Injectable()
export class FireHistory implements Background {
  private timer: NodeJS.Timeout | undefined
  private cleaning: Promise<void> | undefined

  constructor(
    @Inject(FireStore) private readonly store: FireStore,
    @Inject(CONFIG) private readonly config: ScheduleConfig,
    @Inject(HOST) private readonly host: Host,
  ) {}

  async start(): Promise<void> {
    this.clean()
    this.timer = setInterval(() => this.clean(), CLEAN_EVERY_MS).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.cleaning
  }

  private clean(): void {
    this.cleaning = this.store
      .drop(this.config.LINKFLOW_SCHEDULE_HISTORY_DAYS)
      .catch((error: unknown) => this.host.logger('schedule').warn({ err: error }, 'fire history not cleaned'))
  }
}

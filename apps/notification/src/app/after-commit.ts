import { Inject, Injectable } from '@nestjs/common'
import { HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import type { Notification } from '../domain/notification.js'
import { LiveNews } from './live-news.js'
import { SendMessages } from './send-messages.js'

/** What follows when people were told something: those who look see it at once, and what is queued goes out. */
@Injectable()
export class AfterCommit {
  constructor(
    @Inject(LiveNews) private readonly news: LiveNews,
    @Inject(SendMessages) private readonly sender: SendMessages,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** Never fails: what was committed holds, and whoever misses the news reads the list. */
  async told(notifications: readonly Notification[]): Promise<void> {
    this.sender.wake()
    try {
      await this.news.came(notifications)
    } catch (error) {
      this.host.logger('notification').warn({ err: error }, 'news not told')
    }
  }
}

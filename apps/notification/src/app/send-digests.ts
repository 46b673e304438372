import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { DigestStore } from '../adapters/postgres/digest-store.js'
import type { DigestItem } from '../adapters/postgres/digest-store.js'
import { MessageStore } from '../adapters/postgres/message-store.js'
import type { NotificationConfig } from '../config.js'
import { SendMessages } from './send-messages.js'

const MAX_ITEMS = 100

/** Makes one e-mail of what somebody wanted to be told together. */
@Injectable()
export class SendDigests implements Background {
  private readonly poller: Poller

  constructor(
    @Inject(DigestStore) private readonly digests: DigestStore,
    @Inject(MessageStore) private readonly messages: MessageStore,
    @Inject(SendMessages) private readonly sender: SendMessages,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: NotificationConfig,
    @Inject(HOST) host: Host,
  ) {
    const logger = host.logger('notification')
    const { LINKFLOW_NOTIFICATION_POLL_MS: everyMs } = config
    this.poller = new Poller({ everyMs, work: () => this.sendNext(), logger, name: 'sending digests' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async sendNext(): Promise<boolean> {
    const now = this.clock.now()
    const sent = await this.digests.sendNext(now, MAX_ITEMS, (tx, items) => this.queue(tx, items, now))
    if (sent) this.sender.wake()
    return sent
  }

  private async queue(tx: Transaction, items: readonly DigestItem[], now: Date): Promise<void> {
    const { id, workspaceId, userId, event, address, name } = items[0]!
    await this.messages.insert(tx, {
      id: newId(),
      key: `digest:${id}`,
      ...{ workspaceId, userId, channel: 'email', about: 'digest', recipient: address },
      content: {
        kind: 'email',
        template: 'digest',
        to: { address, ...(name && { name }) },
        variables: {
          count: items.length,
          items: items.map(({ title, text, url, createdAt }) => ({ title, text, url, at: createdAt.toISOString() })),
        },
        unsubscribeFrom: event,
      },
      dueAt: now,
      createdAt: now,
    })
  }
}

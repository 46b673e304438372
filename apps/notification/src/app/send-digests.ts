import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { DigestStore } from '../adapters/postgres/digest-store.js'
import type { DigestItem, DigestReader } from '../adapters/postgres/digest-store.js'
import { MessageStore } from '../adapters/postgres/message-store.js'
import type { NotificationConfig } from '../config.js'
import type { EmailContent } from '../domain/outgoing-message.js'
import { SendMessages } from './send-messages.js'
import { WorkspaceReader } from './workspace-reader.js'

const MAX_ITEMS = 100
const PAUSE_MS = 5 * 60_000

/** Makes one e-mail of what somebody wanted to be told together. */
@Injectable()
export class SendDigests implements Background {
  private readonly poller: Poller
  private readonly logger: Logger

  constructor(
    @Inject(DigestStore) private readonly digests: DigestStore,
    @Inject(MessageStore) private readonly messages: MessageStore,
    @Inject(WorkspaceReader) private readonly workspaces: WorkspaceReader,
    @Inject(SendMessages) private readonly sender: SendMessages,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) config: NotificationConfig,
    @Inject(HOST) host: Host,
  ) {
    this.logger = host.logger('notification')
    const { LINKFLOW_NOTIFICATION_POLL_MS: everyMs } = config
    this.poller = new Poller({ everyMs, work: () => this.sendNext(), logger: this.logger, name: 'sending digests' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async sendNext(): Promise<boolean> {
    const now = this.clock.now()
    const reader = await this.digests.findDue(now)
    if (!reader) return false
    try {
      return await this.send(reader, now)
    } catch (error) {
      // It must not keep the others waiting.
      await this.digests.postpone(reader, { now, until: new Date(now.getTime() + PAUSE_MS) })
      this.logger.warn({ err: error, workspaceId: reader.workspaceId }, 'digest not sent')
      return true
    }
  }

  /** Whoever left the workspace since is told nothing of it any more. False when another process is at it. */
  private async send(reader: DigestReader, now: Date): Promise<boolean> {
    const members = await this.workspaces.members(reader.workspaceId)
    const member = members.find(({ userId }) => userId === reader.userId)
    const hasTaken = await this.digests.take(reader, { now, limit: MAX_ITEMS }, async (tx, items) => {
      if (member) await this.queue(tx, items, { to: { address: member.email, name: member.name }, now })
    })
    if (hasTaken) this.sender.wake()
    return hasTaken
  }

  private async queue(
    tx: Transaction,
    items: readonly DigestItem[],
    { to, now }: { to: EmailContent['to']; now: Date },
  ): Promise<void> {
    const { id, workspaceId, userId, event } = items[0]!
    await this.messages.insert(tx, {
      id: newId(),
      key: `digest:${id}`,
      ...{ workspaceId, userId, channel: 'email', about: 'digest', recipient: to.address },
      content: {
        kind: 'email',
        template: 'digest',
        to,
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

import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { FactStore } from '../adapters/postgres/fact-store.js'
import type { NotificationConfig } from '../config.js'
import { apiUrl } from '../domain/api-url.js'
import { factAnnouncement } from '../domain/fact-announcement.js'
import type { ClaimedFact } from '../domain/fact.js'
import { AfterCommit } from './after-commit.js'
import { Announcer } from './announcer.js'
import { WorkspaceReader } from './workspace-reader.js'

const BATCH = 10
/** Longer than asking everybody's names takes; after it another process tells. */
const LEASE_MS = 60_000

/** Tells people of a workspace what other services said about it: quotas, the subscription, invoices. */
@Injectable()
export class AnnounceFacts implements Background {
  private readonly poller: Poller
  private readonly logger: Logger

  constructor(
    @Inject(FactStore) private readonly store: FactStore,
    @Inject(WorkspaceReader) private readonly workspaces: WorkspaceReader,
    @Inject(Announcer) private readonly announcer: Announcer,
    @Inject(AfterCommit) private readonly after: AfterCommit,
    @Inject(CONFIG) private readonly config: NotificationConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
  ) {
    this.logger = host.logger('notification')
    const { LINKFLOW_NOTIFICATION_POLL_MS: everyMs } = config
    this.poller = new Poller({ everyMs, work: () => this.tellNext(), logger: this.logger, name: 'telling facts' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async tellNext(): Promise<boolean> {
    const facts = await this.store.claim(BATCH, LEASE_MS)
    await Promise.all(
      facts.map((fact) =>
        this.tell(fact).catch((error: unknown) => {
          // Its lease ends, and it is told then.
          const { workspaceId, id: eventId } = fact
          this.logger.warn({ err: error, workspaceId, eventId }, 'fact not told')
        }),
      ),
    )
    return facts.length === BATCH
  }

  private async tell(claimed: ClaimedFact): Promise<void> {
    const { id, workspaceId, fact } = claimed
    const [members, workspaceName] = await Promise.all([
      this.workspaces.members(workspaceId),
      this.workspaces.workspaceName(workspaceId),
    ])
    const occasion = { key: `fact:${id}`, workspaceName, apiUrl: apiUrl(this.config.LINKFLOW_PUBLIC_URL) }
    const announcement = factAnnouncement(fact, occasion)
    const told = await this.store.settle(claimed, (tx) =>
      this.announcer.announce(tx, announcement, { members, now: this.clock.now() }),
    )
    if (told) await this.after.told(told)
  }
}

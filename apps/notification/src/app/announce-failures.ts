import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { FailureStore } from '../adapters/postgres/failure-store.js'
import type { NotificationConfig } from '../config.js'
import { apiUrl } from '../domain/api-url.js'
import { failureAnnouncement } from '../domain/failure-announcement.js'
import type { FailureReport } from '../domain/failure-group.js'
import { AfterCommit } from './after-commit.js'
import { Announcer } from './announcer.js'
import { FailureReader } from './failure-reader.js'
import { WorkspaceReader } from './workspace-reader.js'

const BATCH = 10
/** Longer than asking everybody's names takes; after it another process tells. */
const LEASE_MS = 60_000

/** Tells people of failed executions: the first of a workflow at once, those of a window after it as one. */
@Injectable()
export class AnnounceFailures implements Background {
  private readonly poller: Poller
  private readonly logger: Logger

  constructor(
    @Inject(FailureStore) private readonly store: FailureStore,
    @Inject(WorkspaceReader) private readonly workspaces: WorkspaceReader,
    @Inject(FailureReader) private readonly failures: FailureReader,
    @Inject(Announcer) private readonly announcer: Announcer,
    @Inject(AfterCommit) private readonly after: AfterCommit,
    @Inject(CONFIG) private readonly config: NotificationConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) host: Host,
  ) {
    this.logger = host.logger('notification')
    const { LINKFLOW_NOTIFICATION_POLL_MS: everyMs } = config
    this.poller = new Poller({ everyMs, work: () => this.tellDue(), logger: this.logger, name: 'telling failures' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async tellDue(): Promise<boolean> {
    const reports = await this.store.claim(BATCH, this.clock.now(), LEASE_MS)
    await Promise.all(
      reports.map((report) =>
        this.tell(report).catch((error: unknown) => {
          // Its lease ends, and it is told then.
          const { workspaceId, workflowId } = report
          this.logger.warn({ err: error, workspaceId, workflowId }, 'failures not told')
        }),
      ),
    )
    return reports.length === BATCH
  }

  private async tell(report: FailureReport): Promise<void> {
    const [members, detail] = await Promise.all([
      this.workspaces.members(report.workspaceId),
      this.failures.detail(report),
    ])
    const announcement = failureAnnouncement(report, detail, apiUrl(this.config.LINKFLOW_PUBLIC_URL))
    const now = this.clock.now()
    const windowMs = this.config.LINKFLOW_NOTIFICATION_WINDOW_MS
    const told = await this.store.report(report, { now, windowMs }, (tx) =>
      this.announcer.announce(tx, announcement, { members, now }),
    )
    if (told) await this.after.told(told)
  }
}

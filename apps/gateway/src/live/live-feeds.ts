import { ExecutionEvents, ListExecutionEvents, liveSubject } from '@linkflow/contracts'
import type { ExecutionEvent } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type { Messaging, Transport } from '@linkflow/messaging'
import { checkAccess } from '@linkflow/service'
import { ExecutionFeed } from './execution-feed.js'
import type { FeedListener } from './execution-feed.js'

/** One subscription to one execution. */
export interface Watch {
  executionId: string
  afterSeq: number
  listener: FeedListener
}

/** Makes feeds, wakes them after the connection was lost, and ends what streams from them when the gateway goes. */
export class LiveFeeds {
  private readonly feeds = new Set<ExecutionFeed>()
  private readonly streams = new Set<() => void>()
  private readonly stopListening: () => void

  constructor(
    private readonly transport: Transport,
    private readonly messaging: Messaging,
  ) {
    this.stopListening = transport.onReconnect(() => {
      for (const feed of this.feeds) void feed.refill()
    })
  }

  /**
   * A feed in the workspace of `ctx`, not started yet.
   *
   * @throws Unauthenticated, Forbidden when the caller may not read executions
   */
  create(ctx: RequestContext, { executionId, afterSeq, listener }: Watch): ExecutionFeed {
    checkAccess(ListExecutionEvents, ctx)
    const source = {
      subscribe: (handler: (event: ExecutionEvent) => void) =>
        this.transport.subscribeLive(liveSubject(ctx.workspaceId!, executionId), (_subject, data) => {
          const message = ExecutionEvents.safeParse(data)
          for (const event of message.data?.events ?? []) handler(event)
        }),
      read: (from: number) =>
        this.messaging.call(
          ListExecutionEvents,
          { executionId, afterSeq: from },
          // A feed outlives the request that began it.
          { ...ctx, deadlineAt: Date.now() + ListExecutionEvents.timeoutMs },
        ),
    }
    const feed = new ExecutionFeed(source, listener, afterSeq)
    this.feeds.add(feed)
    return feed
  }

  release(feed: ExecutionFeed): void {
    feed.close()
    this.feeds.delete(feed)
  }

  /** Has `end` called when the gateway goes; the result takes that back. */
  onShutdown(end: () => void): () => void {
    this.streams.add(end)
    return () => this.streams.delete(end)
  }

  close(): void {
    this.stopListening()
    for (const end of [...this.streams]) end()
    for (const feed of this.feeds) feed.close()
    this.feeds.clear()
  }
}

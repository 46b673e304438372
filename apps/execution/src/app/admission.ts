import { Inject, Injectable } from '@nestjs/common'
import { ExecutionDropped, QueueFull } from '@linkflow/contracts'
import { CONFIG } from '@linkflow/service'
import { ExecutionStore } from '../adapters/postgres/execution-store.js'
import type { Seen } from '../adapters/postgres/execution-store.js'
import type { ExecutionConfig } from '../config.js'
import { Acceptor } from '../run/acceptor.js'
import type { Started, StartRequest } from '../run/acceptor.js'
import { Canceller } from './canceller.js'
import { Turns } from './turns.js'

/** Each holds a connection while it waits for the lock and for its commit, which claims and reads need as well. */
const TURNS_AT_ONCE = 4

/**
 * Accepts executions of workflows that turn away or replace what exceeds their limit. Such starts of one workflow take
 * turns, on all replicas together: two that count the same open executions would both find room, and two deliveries of
 * one key would replace each other. A repeat is given its first answer, whatever is open.
 */
@Injectable()
export class Admission {
  /** Turns of this process: those who wait for the database's lock would hold all its connections. */
  private readonly turns = new Turns(TURNS_AT_ONCE)

  constructor(
    @Inject(CONFIG) private readonly config: ExecutionConfig,
    @Inject(ExecutionStore) private readonly store: ExecutionStore,
    @Inject(Acceptor) private readonly acceptor: Acceptor,
    @Inject(Canceller) private readonly canceller: Canceller,
  ) {}

  /**
   * @throws ExecutionDropped | QueueFull | IdempotencyConflict
   */
  async start(request: StartRequest): Promise<Started> {
    const { workspaceId } = request
    const { workflowId, concurrency } = request.runnable
    if ((concurrency?.overflow ?? 'queue') === 'queue') return this.acceptor.start(request)
    if (this.turns.lengthOf(workspaceId) >= this.config.EXECUTION_QUEUE) throw QueueFull()
    // Without the call's idempotency key, which stands for its answer and not for what is done on the way.
    const opening = { workspaceId }
    return this.turns.take(workspaceId, workflowId, () =>
      this.store.inTurn(opening, workflowId, { key: request.key, decide: (seen) => this.admit(request, seen) }),
    )
  }

  private async admit(request: StartRequest, { isRepeat, open }: Seen): Promise<Started> {
    const { concurrency } = request.runnable
    const excess = isRepeat || !concurrency ? 0 : open.length - concurrency.limit + 1
    if (excess > 0 && concurrency?.overflow === 'drop') throw ExecutionDropped()
    const replaces = excess > 0 ? open.slice(0, excess) : []
    const started = await this.acceptor.start({ ...request, replaces })
    if (!started.duplicate) for (const id of replaces) this.canceller.announce(id)
    return started
  }
}

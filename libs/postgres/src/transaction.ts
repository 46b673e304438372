import { newId } from '@linkflow/kernel'
import type { EventContract, EventData } from '@linkflow/contracts'
import type { EntityManager, QueryRunner } from 'typeorm'

/** An open transaction that can only look. */
export class Reader {
  constructor(
    protected readonly runner: QueryRunner,
    private readonly workspace: string | undefined,
  ) {}

  /** The workspace it was opened for. */
  get workspaceId(): string {
    if (this.workspace === undefined) throw new Error('A system transaction belongs to no workspace.')
    return this.workspace
  }

  get manager(): EntityManager {
    return this.runner.manager
  }

  /** Rows of a statement, in PostgreSQL's own types. */
  async query<R = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    const { records } = await this.runner.query(sql, parameters, true)
    return records
  }
}

/** An open transaction that writes and publishes; everything happens on commit, or nothing does. */
export class Transaction extends Reader {
  hasPublished = false

  constructor(
    runner: QueryRunner,
    workspace: string | undefined,
    private readonly service: string,
    private readonly traceparent?: string,
  ) {
    super(runner, workspace)
  }

  /** How many rows a statement changed. */
  async execute(sql: string, parameters: unknown[] = []): Promise<number> {
    const { affected } = await this.runner.query(sql, parameters, true)
    return affected ?? 0
  }

  /**
   * Records an event; the relay sends it after commit, at least once, in order per `key` (the aggregate's id).
   * In a system transaction, name the workspace the event belongs to.
   */
  async publish<E extends EventContract>(
    event: E,
    key: string,
    data: EventData<E>,
    workspaceId: string = this.workspaceId,
  ): Promise<void> {
    if (event.service !== this.service) throw new Error(`${this.service} may not publish ${event.subject}`)
    // The row lock on the key is held until commit, so that positions and sequences of one key commit in order.
    const [sequence] = await this.query<{ seq: string }>(
      `insert into event_sequences as s (workspace_id, key, seq) values ($1, $2, 1)
       on conflict (workspace_id, key) do update set seq = s.seq + 1 returning seq`,
      [workspaceId, key],
    )
    await this.query(
      `insert into outbox (id, workspace_id, subject, key, key_seq, data, headers) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        newId(),
        workspaceId,
        `${event.subject}.${workspaceId}`,
        key,
        sequence?.seq,
        Buffer.from(JSON.stringify(data)),
        JSON.stringify({ traceparent: this.traceparent }),
      ],
    )
    this.hasPublished = true
  }
}

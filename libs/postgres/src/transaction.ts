import { MESSAGE_LIMIT_BYTES } from '@linkflow/contracts'
import type { EventContract, EventData } from '@linkflow/contracts'
import { MessageTooLarge, newId } from '@linkflow/kernel'
import type { EntityManager, QueryRunner } from 'typeorm'

/** Left in a message for the event's id, key and headers. */
const EVENT_HEADER_BYTES = 1024

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

/** Whose transaction it is, and what its events say they come from. */
export interface TransactionOptions {
  service: string
  workspaceId?: string
  traceparent?: string
  actor?: string
}

/** An open transaction that writes and publishes; everything happens on commit, or nothing does. */
export class Transaction extends Reader {
  hasPublished = false

  constructor(
    runner: QueryRunner,
    private readonly options: TransactionOptions,
  ) {
    super(runner, options.workspaceId)
  }

  /** How many rows a statement changed. */
  async execute(sql: string, parameters: unknown[] = []): Promise<number> {
    const { affected } = await this.runner.query(sql, parameters, true)
    return affected ?? 0
  }

  /**
   * Records an event; the relay sends it after commit, at least once, in order per `key` (the aggregate's id).
   * In a system transaction, name the workspace the event belongs to.
   *
   * @throws MessageTooLarge when it would not fit into one message
   */
  async publish<E extends EventContract>(
    event: E,
    key: string,
    data: EventData<E>,
    workspaceId: string = this.workspaceId,
  ): Promise<void> {
    const { service, traceparent, actor } = this.options
    if (event.service !== service) throw new Error(`${service} may not publish ${event.subject}`)
    const body = Buffer.from(JSON.stringify(data))
    const limitBytes = MESSAGE_LIMIT_BYTES - EVENT_HEADER_BYTES
    // Found out now, not by the relay, which could only try it for ever.
    if (body.length > limitBytes) throw MessageTooLarge({ sizeBytes: body.length, limitBytes })
    // The row lock on the key is held until commit, so that positions and sequences of one key commit in order.
    await this.query(
      `with sequence as (
         insert into event_sequences as s (workspace_id, key, seq) values ($2, $4, 1)
         on conflict (workspace_id, key) do update set seq = s.seq + 1 returning seq
       )
       insert into outbox (id, workspace_id, subject, key, key_seq, data, headers)
       select $1::uuid, $2::uuid, $3, $4, seq, $5::bytea, $6 from sequence`,
      [newId(), workspaceId, `${event.subject}.${workspaceId}`, key, body, JSON.stringify({ traceparent, actor })],
    )
    this.hasPublished = true
  }
}

import { LocalBroker, LocalTransport, connectNats, startNatsServer } from '@linkflow/messaging'
import type { DeliveredEvent, Subscription, TestNatsServer, Transport } from '@linkflow/messaging'
import { consumeEvent } from './event-consumer.js'
import type { EventConsumerOptions } from './event-consumer.js'
import { NoteWritten } from './notes.fixture.js'
import type { EmptyDatabase } from './notes.fixture.js'
import type { Database } from './database.js'
import { OutboxRelay } from './outbox-relay.js'

export type TransportKind = 'local' | 'nats'

/** A publisher and its consumers on one transport, with the relays and consumers they were given. */
export class EventWorld {
  readonly errors: unknown[] = []
  private readonly transports: Transport[] = []
  private readonly relays: OutboxRelay[] = []
  private readonly subscriptions: Subscription[] = []
  private readonly broker = new LocalBroker()

  private constructor(
    readonly kind: TransportKind,
    readonly database: EmptyDatabase,
    readonly nats: TestNatsServer | undefined,
  ) {}

  static async start(kind: TransportKind, database: EmptyDatabase): Promise<EventWorld> {
    return new EventWorld(kind, database, kind === 'nats' ? await startNatsServer() : undefined)
  }

  async connect(): Promise<Transport> {
    const onError = (error: unknown) => this.errors.push(error)
    const transport = this.nats
      ? await connectNats({ service: 'workflow', connection: { servers: this.nats.url }, onError, leaseMs: 900 })
      : new LocalTransport(this.broker, onError)
    this.transports.push(transport)
    return transport
  }

  /** A relay of a process of its own. */
  async relay(db: Database, transport?: Transport): Promise<OutboxRelay> {
    const relay = new OutboxRelay(db, transport ?? (await this.connect()), (error) => this.errors.push(error))
    relay.start()
    this.relays.push(relay)
    return relay
  }

  /** A consumer of notes in a process of its own. */
  async consume(
    db: Database,
    handle: EventConsumerOptions['handle'],
    options: { name?: string; maxAttempts?: number } = {},
  ): Promise<Subscription> {
    const subscription = await consumeEvent(db, await this.connect(), {
      event: NoteWritten,
      name: 'notes',
      handle,
      onError: (error) => this.errors.push(error),
      ...options,
    })
    this.subscriptions.push(subscription)
    return subscription
  }

  async stop(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.stop()))
    await Promise.all(this.subscriptions.map((subscription) => subscription.close()))
    await Promise.all(this.transports.map((transport) => transport.close()))
    await this.nats?.stop()
    await this.database.reset()
  }
}

export const textOf = (event: DeliveredEvent) => (event.data as { text: string }).text

/** How many events the outbox has that were not sent. */
export async function unsentCount(database: EmptyDatabase): Promise<number> {
  const [row] = await database.rows<{ n: number }>(
    'select count(*)::int as n from workflow.outbox where sent_at is null',
  )
  return row?.n ?? 0
}

import { Problem } from '@linkflow/kernel'
import type { EventContract } from '@linkflow/contracts'
import type { ConsumerOptions, DeliveredEvent, EventOutcome, Subscription, Transport } from '@linkflow/messaging'
import type { Database } from './database.js'
import { isNews } from './erased-workspaces.js'
import { willPass } from './problems.js'
import type { Transaction } from './transaction.js'

const MAX_ATTEMPTS = 8
const FIRST_RETRY_MS = 250
const LONGEST_RETRY_MS = 60_000

export interface EventConsumerOptions {
  event: EventContract
  /** Unique within the service, for ever: the inbox and the transport remember progress by it. */
  name: string
  handle: (message: DeliveredEvent, workspaceId: string, tx: Transaction) => Promise<void>
  onError: (error: unknown, message: DeliveredEvent) => void
  /** Attempts before an event is parked as a dead letter; 8 unless told. */
  maxAttempts?: number
}

/** What the transport is told of a consumer: by the service that starts it, and by the tool that makes it beforehand. */
export function consumerOptions(name: string, filterSubjects: readonly string[]): ConsumerOptions {
  return { name, filterSubjects, maxConcurrent: 16, ackWaitMs: 30_000 }
}

/** The durable name of a service's consumer. */
export function consumerName(service: string, name: string): string {
  return `${service}-${name}`
}

/**
 * Consumes an event exactly once in effect: the handler's writes and the memory of having seen the event commit
 * together, so a repeat finds the memory. What keeps failing is recorded in `dead_letters` and stops blocking its key.
 */
export function consumeEvent(db: Database, transport: Transport, options: EventConsumerOptions): Promise<Subscription> {
  const consumer = consumerName(db.service, options.name)
  const maxAttempts = options.maxAttempts ?? MAX_ATTEMPTS
  return transport.consume(
    consumerOptions(consumer, [`${options.event.subject}.>`]),
    async (message): Promise<EventOutcome> => {
      try {
        await processOnce(db, consumer, options, message)
        return 'ack'
      } catch (error) {
        options.onError(error, message)
        // A database that is away says nothing about the event: such attempts never make it a dead letter.
        if (message.attempt < maxAttempts || willPass(error))
          return { retryAfterMs: Math.min(FIRST_RETRY_MS * 2 ** (message.attempt - 1), LONGEST_RETRY_MS) }
        await park(db, consumer, message, error)
        return 'park'
      }
    },
  )
}

async function processOnce(
  db: Database,
  consumer: string,
  options: EventConsumerOptions,
  message: DeliveredEvent,
): Promise<void> {
  const workspaceId = message.subject.slice(message.subject.lastIndexOf('.') + 1)
  await db.transact({ workspaceId, traceparent: message.headers.traceparent }, async (tx) => {
    if (!(await isNews(tx, { consumer, messageId: message.id, workspaceId }))) return
    const data = options.event.data.parse(message.data)
    await options.handle({ ...message, data }, workspaceId, tx)
  })
}

async function park(db: Database, consumer: string, message: DeliveredEvent, error: unknown): Promise<void> {
  const code = error instanceof Problem ? error.code : 'service/internal-error'
  const text = error instanceof Error ? error.message : String(error)
  await db.system('dead letter', (tx) =>
    tx.query(
      `insert into dead_letters (consumer, message_id, subject, data, attempts, code, message)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      [
        consumer,
        message.id,
        message.subject,
        Buffer.from(JSON.stringify(message.data)),
        message.attempt,
        code,
        text.slice(0, 2000),
      ],
    ),
  )
}

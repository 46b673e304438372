import { Unavailable } from '@linkflow/kernel'
import { attemptEvent } from '../attempt-event.js'
import { decodeEvent } from '../event-codec.js'
import { Lanes } from '../lanes.js'
import { matcher } from '../subjects.js'
import type { ConsumerOptions, ErrorHook, EventHandler, EventMessage } from '../transport.js'

/** What an event is found and ordered by. */
export type EventPlace = Pick<EventMessage, 'id' | 'subject' | 'key' | 'seq'>

interface Attachment {
  lanes: Lanes
  handler: EventHandler
  onError: ErrorHook
  /** Refusals of what is not acknowledged yet. */
  open: Set<(error: unknown) => void>
}

/** One listener of a durable consumer. */
export interface LocalAttachment {
  /** Lets what runs finish. */
  stop(): Promise<void>
  /** Does not wait: what runs is no longer heard. */
  abandon(): void
}

/**
 * A durable consumer by name. It outlives those who listen: while nobody does, events are refused, so that the outbox
 * keeps them. Of several listeners one is active, which keeps the order per key.
 */
export class LocalDurable {
  private readonly attached: Attachment[] = []
  private readonly attempts = new Map<string, number>()
  private matchers: ((subject: string) => boolean)[] = []

  constructor(private readonly name: string) {}

  want(filterSubjects: readonly string[]): void {
    this.matchers = filterSubjects.map(matcher)
  }

  wants(subject: string): boolean {
    return this.matchers.some((matches) => matches(subject))
  }

  attach(options: ConsumerOptions, handler: EventHandler, onError: ErrorHook): LocalAttachment {
    this.want(options.filterSubjects)
    const attachment: Attachment = { lanes: new Lanes(options.maxConcurrent), handler, onError, open: new Set() }
    this.attached.push(attachment)
    return {
      stop: async () => {
        this.detach(attachment)
        await attachment.lanes.stop()
        this.refuse(attachment)
      },
      abandon: () => {
        this.detach(attachment)
        void attachment.lanes.stop()
        this.refuse(attachment)
      },
    }
  }

  /** Resolves when the event is acknowledged or parked. */
  deliver({ id, subject, key, seq }: EventPlace, text: string): Promise<void> {
    const active = this.attached[0]
    if (!active) return Promise.reject(Unavailable({ service: this.name }))
    return new Promise((resolve, reject) => {
      active.open.add(reject)
      active.lanes.add(key, seq, async () => {
        const attempt = (this.attempts.get(id) ?? 0) + 1
        this.attempts.set(id, attempt)
        const event = { ...decodeEvent(subject, text), attempt }
        const outcome = await attemptEvent(active.handler, event, active.onError)
        if (typeof outcome === 'object') return outcome
        // After an abrupt close the refusal has been given and an acknowledgement comes too late.
        if (active.open.delete(reject)) {
          this.attempts.delete(id)
          resolve()
        }
        return 'done'
      })
    })
  }

  private detach(attachment: Attachment): void {
    const index = this.attached.indexOf(attachment)
    if (index >= 0) this.attached.splice(index, 1)
  }

  private refuse(attachment: Attachment): void {
    for (const reject of attachment.open) reject(Unavailable({ service: this.name }))
    attachment.open.clear()
  }
}

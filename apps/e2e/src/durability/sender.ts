import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

const RETRY_MS = 100
const PATIENCE_MS = 20_000

export interface SenderOptions {
  /** How many events are under way at once. */
  concurrency?: number
  /** Pause between two events of one lane, in milliseconds. */
  pauseMs?: number
}

/** One try to deliver an event; `status` is absent when there was no answer. */
export interface Delivery {
  status?: number
  executionId?: string
}

/** Sends an event to a webhook once. */
export async function deliver(url: string, event: string): Promise<Delivery> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-event-id': event },
      body: JSON.stringify({ event }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.arrayBuffer()
    return { status: response.status, executionId: response.headers.get('linkflow-execution-id') ?? undefined }
  } catch {
    return {}
  }
}

/**
 * A sender of webhooks as they should be: every event has an id and is sent again, under the same id, until a 2xx says
 * that it is safe. Several addresses are used in turn, as a load balancer would; another try goes to another one.
 */
export class Sender {
  /** Execution by event, of those that were acknowledged. */
  readonly accepted = new Map<string, string>()
  /** Tries that were answered by something else than 2xx, by status; 0 is no answer. */
  readonly refused = new Map<number, number>()
  /** The most tries one event needed. */
  longest = 0
  private readonly urls: readonly string[]
  private stopped = false
  private gaveUp = false
  private sent = 0
  private lanes: Promise<void>[] = []

  constructor(...urls: string[]) {
    this.urls = urls
  }

  start({ concurrency = 4, pauseMs = 10 }: SenderOptions = {}): void {
    this.lanes = Array.from({ length: concurrency }, () => this.lane(pauseMs))
  }

  /** Sends no new events; resolves when every one that was sent has been acknowledged. */
  async stop(): Promise<void> {
    this.stopped = true
    await Promise.all(this.lanes)
  }

  /** Ends at once, acknowledged or not. */
  giveUp(): Promise<void> {
    this.gaveUp = true
    return this.stop()
  }

  private async lane(pauseMs: number): Promise<void> {
    while (!this.stopped) {
      await this.send(randomUUID())
      await sleep(pauseMs)
    }
  }

  private async send(event: string): Promise<void> {
    const first = this.sent++
    for (let tries = 1; !this.gaveUp; tries++) {
      const { status = 0, executionId } = await deliver(this.urls[(first + tries) % this.urls.length]!, event)
      this.longest = Math.max(this.longest, tries)
      if (status >= 200 && status < 300) {
        // A 2xx that names no execution promises nothing; the audit then finds the event lost.
        this.accepted.set(event, executionId ?? '')
        return
      }
      this.refused.set(status, (this.refused.get(status) ?? 0) + 1)
      await sleep(RETRY_MS)
    }
  }
}

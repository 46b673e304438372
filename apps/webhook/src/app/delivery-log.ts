import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { DeliveryStore } from '../adapters/postgres/delivery-store.js'
import type { WebhookConfig } from '../config.js'
import type { Delivery } from '../domain/delivery.js'

const FLUSH_MS = 200
const BATCH = 500
const MAX_WAITING = 10_000
const MAX_TRIES = 3
const CLEAN_EVERY_MS = 60 * 60_000
const DAY_MS = 24 * 60 * 60_000

/**
 * Writes the delivery log beside the deliveries: they wait for no line of it. A line may be lost, by a crash or by a
 * flood the database cannot keep up with; a delivery may not, and is safe with the execution service by then.
 */
@Injectable()
export class DeliveryLog implements Background {
  private waiting: Delivery[] = []
  private timer: NodeJS.Timeout | undefined
  private cleaner: NodeJS.Timeout | undefined
  private writing: Promise<void> | undefined
  private dropped = 0

  constructor(
    @Inject(DeliveryStore) private readonly store: DeliveryStore,
    @Inject(CONFIG) private readonly config: WebhookConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {}

  async start(): Promise<void> {
    this.clean()
    this.cleaner = setInterval(() => this.clean(), CLEAN_EVERY_MS).unref()
  }

  /** Writes what still waits. */
  async stop(): Promise<void> {
    clearInterval(this.cleaner)
    await this.flush()
    await this.writing
  }

  add(delivery: Delivery): void {
    if (this.waiting.length >= MAX_WAITING) {
      this.dropped += 1
      return
    }
    this.waiting.push(delivery)
    if (this.waiting.length >= BATCH) void this.flush()
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref()
  }

  /** One writer at a time: what arrives meanwhile forms the next batch. */
  private flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined
    })
    return this.writing
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH)
      await this.write(batch)
    }
    if (this.dropped > 0) this.warn(undefined, this.dropped)
    this.dropped = 0
  }

  private async write(batch: Delivery[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.store.insert(batch)
      } catch (error) {
        if (attempt < MAX_TRIES) continue
        this.warn(error, batch.length)
        return
      }
  }

  private clean(): void {
    const before = new Date(this.clock.now().getTime() - this.config.LINKFLOW_WEBHOOK_DELIVERY_DAYS * DAY_MS)
    this.store.drop(before).catch((error: unknown) => this.warn(error, 0))
  }

  private warn(error: unknown, lines: number): void {
    this.host.logger('webhook').warn({ err: error, lines }, 'delivery log: lines lost')
  }
}

import { Injectable } from '@nestjs/common'

const MINUTE_MS = 60_000

/** Counts the deliveries of each webhook in minutes of this process. */
@Injectable()
export class DeliveryRate {
  private readonly counts = new Map<string, number>()
  private minute = 0

  /** Counts one more; gives the milliseconds until the next minute when it is one too many. */
  take(webhookId: string, maxPerMinute: number, nowMs: number): number {
    const minute = Math.floor(nowMs / MINUTE_MS)
    if (minute !== this.minute) {
      this.minute = minute
      this.counts.clear()
    }
    const count = (this.counts.get(webhookId) ?? 0) + 1
    this.counts.set(webhookId, count)
    return count > maxPerMinute ? (minute + 1) * MINUTE_MS - nowMs : 0
  }
}

import { Inject } from '@nestjs/common'
import { ReceiveStripeEvent, StripeEventInvalid } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { BillingMetrics } from '../adapters/billing-metrics.js'
import { markApplied, recordStripeEvent } from '../adapters/postgres/stripe-events.js'
import { StripeEvents } from '../adapters/stripe/stripe-events.js'
import type { StripeEvent } from '../adapters/stripe/stripe-events.js'
import { EventEffects } from './event-effects.js'
import { StripeTransactions } from './stripe-transactions.js'

@Handles(ReceiveStripeEvent)
export class ReceiveStripeEventHandler {
  constructor(
    @Inject(StripeEvents) private readonly events: StripeEvents,
    @Inject(StripeTransactions) private readonly transactions: StripeTransactions,
    @Inject(EventEffects) private readonly effects: EventEffects,
    @Inject(BillingMetrics) private readonly metrics: BillingMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof ReceiveStripeEvent>): Promise<Output<typeof ReceiveStripeEvent>> {
    const event = this.read(input)
    const outcome = await this.once(event)
    this.metrics.heard(event.type, outcome)
    return { outcome }
  }

  private read({ headers, rawBody, base64 }: Input<typeof ReceiveStripeEvent>): StripeEvent {
    const body = Buffer.from(rawBody, base64 ? 'base64' : 'utf8')
    try {
      return this.events.read(body, headers['stripe-signature'], this.clock.now())
    } catch (error) {
      if (StripeEventInvalid.is(error)) this.metrics.heard('unverified', 'invalid')
      throw error
    }
  }

  /** The event's id commits with its effects: a delivery that failed half-way never was, and Stripe repeats it. */
  private once(event: StripeEvent): Promise<Output<typeof ReceiveStripeEvent>['outcome']> {
    return this.transactions.run('stripe event', async (tx) => {
      const isNew = await recordStripeEvent(tx, { ...event, receivedAt: this.clock.now() })
      if (!isNew) return 'repeated'
      if (!(await this.effects.apply(tx, event))) return 'ignored'
      await markApplied(tx, event.id)
      return 'applied'
    })
  }
}

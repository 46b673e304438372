import { Inject, Injectable } from '@nestjs/common'
import type { MeterEvent } from '../postgres/meter-events.js'
import { StripeConnection } from './stripe-connection.js'

/** Meters at Stripe. */
@Injectable()
export class StripeMeters {
  constructor(@Inject(StripeConnection) private readonly connection: StripeConnection) {}

  get isOn(): boolean {
    return this.connection.isOn
  }

  /** Reports usage of a day; a repeat is one and the same report to Stripe, which knows it by its identifier. */
  async report({ workspaceId, day, meter, part, customerId, eventName, value }: MeterEvent): Promise<void> {
    const identifier = [workspaceId, day, meter, ...(part > 1 ? [part] : [])].join(':')
    await this.connection.call('report-usage', (stripe) =>
      stripe.billing.meterEvents.create(
        {
          event_name: eventName,
          identifier,
          // The end of the day it is about, whenever it is sent.
          timestamp: Math.floor(Date.parse(`${day}T23:59:59Z`) / 1000),
          payload: { stripe_customer_id: customerId, value: String(value) },
        },
        { idempotencyKey: identifier },
      ),
    )
  }
}

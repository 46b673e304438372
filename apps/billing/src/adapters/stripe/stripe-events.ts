import { Inject, Injectable } from '@nestjs/common'
import { StripeEventInvalid } from '@linkflow/contracts'
import { CONFIG } from '@linkflow/service'
import Stripe from 'stripe'
import type { BillingConfig } from '../../config.js'
import { StripeConnection } from './stripe-connection.js'

/** How old a signature may be. */
const TOLERANCE_S = 300

/** What an event of Stripe is about. */
export interface StripeEvent {
  id: string
  type: string
  createdAt: Date
  customerId?: string
  invoiceId?: string
}

/** Events as Stripe sends them. */
@Injectable()
export class StripeEvents {
  private readonly secrets: readonly string[]

  constructor(
    @Inject(StripeConnection) private readonly connection: StripeConnection,
    @Inject(CONFIG) config: BillingConfig,
  ) {
    this.secrets = config.STRIPE_WEBHOOK_SECRETS
  }

  /**
   * Reads an event that Stripe signed within the last five minutes.
   *
   * @throws StripeEventInvalid, also when there is no account whose events they could be
   */
  read(body: Buffer, signature: string | undefined, now: Date): StripeEvent {
    if (!this.connection.isOn) throw StripeEventInvalid()
    const { stripe } = this.connection
    for (const secret of this.secrets) {
      const event = verify(stripe, { body, signature: signature ?? '', secret, now })
      if (event) return about(event)
    }
    throw StripeEventInvalid()
  }
}

interface Signed {
  body: Buffer
  signature: string
  secret: string
  now: Date
}

/** The event, when this secret signed it. */
function verify(stripe: Stripe, { body, signature, secret, now }: Signed): Stripe.Event | undefined {
  const receivedAt = now.getTime()
  try {
    return stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S, undefined, receivedAt)
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return undefined
    throw StripeEventInvalid(undefined, { cause: error })
  }
}

function about({ id, type, created, data }: Stripe.Event): StripeEvent {
  const { object } = data as unknown as { object: { id?: unknown; object?: unknown; customer?: unknown } }
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const customer = object.object === 'customer' ? object.id : object.customer
  return {
    id,
    type,
    createdAt: new Date(created * 1000),
    customerId: text(customer) ?? text((customer as { id?: unknown } | undefined | null)?.id),
    invoiceId: object.object === 'invoice' ? text(object.id) : undefined,
  }
}

import type { Form } from './form-body.js'

/** Objects of Stripe, as far as this stand-in has them. */
export interface StripeObject {
  id: string
  object: string
  created: number
  [member: string]: unknown
}

export interface PriceObject extends StripeObject {
  unit_amount: number
  currency: string
  recurring: { interval: string }
}

export interface SessionObject extends StripeObject {
  customer: string
  status: 'open' | 'complete' | 'expired'
  url: string | null
  metadata: Form
}

export interface SubscriptionItemObject extends StripeObject {
  price: PriceObject
  current_period_start: number
  current_period_end: number
}

export interface SubscriptionObject extends StripeObject {
  customer: string
  status: string
  items: { object: 'list'; data: SubscriptionItemObject[] }
  cancel_at_period_end: boolean
  cancel_at: number | null
  trial_end: number | null
  metadata: Record<string, string>
}

export interface InvoiceObject extends StripeObject {
  customer: string
  status: string
  number: string
  currency: string
  total: number
  amount_due: number
  amount_paid: number
  period_start: number
  period_end: number
  hosted_invoice_url: string
  invoice_pdf: string
}

export interface MeterEventObject extends StripeObject {
  event_name: string
  identifier: string
  timestamp: number
  payload: Record<string, string>
}

/** A failure in the form Stripe gives it. */
export class StripeFailure extends Error {
  constructor(
    readonly status: number,
    readonly error: { type: string; code?: string; message: string; param?: string },
  ) {
    super(error.message)
  }

  static invalid(message: string): StripeFailure {
    return new StripeFailure(400, { type: 'invalid_request_error', message })
  }

  static missing(id: string | undefined): StripeFailure {
    const message = `No such object: '${id}'`
    return new StripeFailure(404, { type: 'invalid_request_error', code: 'resource_missing', message })
  }
}

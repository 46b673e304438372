import { Inject, Injectable } from '@nestjs/common'
import { StripeOff, StripeRefused, StripeUnavailable } from '@linkflow/contracts'
import { CONFIG } from '@linkflow/service'
import Stripe from 'stripe'
import type { BillingConfig } from '../../config.js'
import { BillingMetrics } from '../billing-metrics.js'

const TIMEOUT_MS = 5_000
const RETRIES = 2

/** The account at Stripe, when the installation has one. */
@Injectable()
export class StripeConnection {
  private readonly client: Stripe | undefined

  constructor(
    @Inject(CONFIG) { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url }: BillingConfig,
    @Inject(BillingMetrics) private readonly metrics: BillingMetrics,
  ) {
    const shared = { timeout: TIMEOUT_MS, maxNetworkRetries: RETRIES, telemetry: false }
    this.client = key === undefined ? undefined : new Stripe(key, { ...shared, ...addressOf(url) })
  }

  get isOn(): boolean {
    return this.client !== undefined
  }

  /** @throws StripeOff */
  get stripe(): Stripe {
    if (!this.client) throw StripeOff()
    return this.client
  }

  /**
   * Calls Stripe.
   *
   * @throws StripeOff | StripeRefused | StripeUnavailable
   */
  async call<T>(operation: string, fn: (stripe: Stripe) => Promise<T>): Promise<T> {
    const { stripe } = this
    try {
      const answer = await fn(stripe)
      this.metrics.called(operation, 'ok')
      return answer
    } catch (cause) {
      const refused = isRefusal(cause)
      this.metrics.called(operation, refused ? 'refused' : 'unavailable')
      if (refused) throw StripeRefused({ stripeCode: cause.code }, { cause })
      throw StripeUnavailable(undefined, { cause })
    }
  }
}

/** Whether Stripe said no to what was asked; that it is busy, or does not know us, says nothing about that. */
function isRefusal(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof Stripe.errors.StripeInvalidRequestError || error instanceof Stripe.errors.StripeCardError
}

function addressOf(url: string | undefined): { host?: string; port?: string; protocol?: 'http' | 'https' } {
  if (url === undefined) return {}
  const { hostname, port, protocol } = new URL(url)
  const scheme = protocol === 'http:' ? 'http' : 'https'
  return { host: hostname, port: port || (scheme === 'http' ? '80' : '443'), protocol: scheme }
}
